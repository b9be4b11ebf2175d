package dev.stellwerk.adapters.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was acknowledged survives kill after kill of one file that is older than the retention of its store. To be looked
 * at before every change of H2's version.
 */
@Tag("S82")
class AcknowledgedChangesTest {
    private static final int ROUNDS = 8;
    private static final int CHANGES_MAX = 70;
    private static final int WRITERS = 4;

    @TempDir
    Path data;

    private final SplittableRandom random = new SplittableRandom(20_261_130);
    private final Map<String, String> keys = new HashMap<>();
    private long counted;

    @Test
    void no_kill_of_an_old_file_loses_what_was_acknowledged() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String writers = Integer.toString(round % 2 == 0 ? WRITERS : 1);
            Process process = ChildProcess.start(ChangingRecords.class, data, writers, "r" + round);
            try (var lines = process.inputReader()) {
                compare(found(lines), round);
                work(process, lines, 1 + random.nextInt(CHANGES_MAX));
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        Process last = ChildProcess.start(ChangingRecords.class, data, "1", "last");
        try (var lines = last.inputReader()) {
            compare(found(lines), ROUNDS);
        } finally {
            last.destroyForcibly().waitFor();
        }
        assertThat(keys).hasSizeGreaterThan(ROUNDS);
    }

    private static List<String> found(BufferedReader lines) throws IOException {
        var found = new ArrayList<String>();
        for (String line = lines.readLine(); !ChangingRecords.READY.equals(line); line = lines.readLine()) {
            assertThat(line).as("the process ended after %s", found).isNotNull();
            found.add(line);
        }
        return found;
    }

    /** Whatever was not acknowledged may be there or not; what is there holds from now on. */
    private void compare(List<String> found, int round) {
        var now = new HashMap<String, String>();
        long count = 0;
        for (String line : found) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("counted")) {
                count = words[1].equals("null") ? 0 : Long.parseLong(words[1]);
            } else {
                now.put(words[1], words[0]);
            }
        }
        var lost = new ArrayList<String>();
        keys.forEach((hash, acknowledged) -> {
            if (!kept(hash, acknowledged, now.get(hash))) {
                lost.add(acknowledged + ' ' + hash + ", found " + now.get(hash));
            }
        });
        assertThat(lost)
                .as("acknowledged changes that round %d found undone", round)
                .isEmpty();
        assertThat(count).as("the row that changes all the time").isGreaterThanOrEqualTo(counted);
        keys.clear();
        keys.putAll(now);
        counted = count;
    }

    private static boolean kept(String hash, String acknowledged, String found) {
        if (found == null) {
            return acknowledged.equals("removed") || (ChangingRecords.removed(hash) && acknowledged.equals("blocked"));
        }
        return ChangingRecords.LIFE.indexOf(found) >= ChangingRecords.LIFE.indexOf(acknowledged);
    }

    /** Lets it make so many changes, kills it, and reads what it still had said. */
    private void work(Process process, BufferedReader lines, int changes) throws IOException {
        int made = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("counted")) {
                counted = Long.parseLong(words[1]);
            } else {
                keys.put(words[1], words[0]);
            }
            if (++made == changes) {
                process.toHandle().destroyForcibly(); // its pipe stays open, so that every promise is read
            }
        }
    }
}
