package dev.stellwerk.main.command;

import dev.stellwerk.main.gateway.StartFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a gateway keeps its data: the folder that is named, else {@code ./data}. The bundled quick start, which is there
 * to be tried from anywhere and as often as one likes, gets a folder that goes when it stops.
 *
 * @param passing whether it goes when it is closed
 */
record DataFolder(Path path, boolean passing) implements AutoCloseable {
    static DataFolder of(Arguments arguments) throws StartFault {
        if (arguments.has("--data") || arguments.has("--config")) {
            return new DataFolder(Path.of(arguments.value("--data").orElse("data")), false);
        }
        try {
            return new DataFolder(Files.createTempDirectory("stellwerk-quickstart-"), true);
        } catch (IOException e) {
            throw new StartFault("no temporary folder can be made (--data names another): " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (passing) {
            try (Stream<Path> all = Files.walk(path)) {
                List<Path> innermostFirst = all.toList().reversed();
                for (Path one : innermostFirst) {
                    Files.deleteIfExists(one);
                }
            } catch (IOException e) {
                System.getLogger(DataFolder.class.getName()).log(System.Logger.Level.DEBUG, "left behind: " + path, e);
            }
        }
    }
}
