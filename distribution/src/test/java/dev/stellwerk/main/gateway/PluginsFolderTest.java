package dev.stellwerk.main.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsFolderTest {
    @TempDir
    Path parent;

    private Path folder() throws IOException {
        return Files.createDirectories(parent.resolve("plugins"));
    }

    private void refuses(Path folder, String why) {
        assertThatThrownBy(() -> PluginsFolder.jars(folder))
                .isInstanceOf(StartFault.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(why);
    }

    @Test
    void its_jars_are_listed_by_name_and_nothing_else() throws Exception {
        Files.createFile(folder().resolve("b.jar"));
        Files.createFile(folder().resolve("a.jar"));
        Files.createFile(folder().resolve("README.txt"));

        assertThat(PluginsFolder.jars(folder())).containsExactly(folder().resolve("a.jar"), folder().resolve("b.jar"));
    }

    @Test
    void one_that_is_missing_is_refused() {
        refuses(parent.resolve("missing"), "does not exist");
    }

    @Test
    void a_file_in_its_place_is_refused() throws IOException {
        refuses(Files.createFile(parent.resolve("file")), "is no folder");
    }

    @Test
    void a_link_is_refused() throws IOException {
        refuses(Files.createSymbolicLink(parent.resolve("link"), folder()), "is a link");
    }

    @Test
    void one_that_everybody_may_write_to_is_refused() throws IOException {
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xrwx"));

        refuses(folder(), "writable for everybody");
    }
}
