package dev.stellwerk.main.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataFolderTest {
    private static DataFolder of(String... words) throws Exception {
        return DataFolder.of(Arguments.parse(new ServeCommand(), List.of(words)));
    }

    @Test
    void a_folder_that_is_named_stays() throws Exception {
        assertThat(of("--data", "here")).isEqualTo(new DataFolder(Path.of("here"), false));
        assertThat(of("--config", "x.yaml")).isEqualTo(new DataFolder(Path.of("data"), false));
    }

    @Test
    void the_quick_starts_folder_is_gone_when_it_stops() throws Exception {
        DataFolder folder = of();
        try (folder) {
            Files.createFile(folder.path().resolve("stellwerk.mv.db"));
        }

        assertThat(folder.path()).doesNotExist();
    }
}
