package dev.stellwerk.plugins.loader.classes;

import dev.stellwerk.plugins.loader.folder.JarBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacks a jar in memory. */
final class Archive {
    private static final int ENTRIES_MAX = 20_000;
    private static final long UNPACKED_BYTES_MAX = 64L << 20;
    /** What the directory at the end of an archive begins its last record with. */
    private static final int END_RECORD = 0x06054b50;

    private static final int END_RECORD_SIZE = 22;
    private static final int COMMENT_MAX = 65_535;

    private Archive() {}

    /**
     * The files in it, by name.
     *
     * @throws UnusableClasses when it is none, is cut, or holds more than a plugin may
     */
    static Map<String, byte[]> unpack(JarBytes jar) throws UnusableClasses {
        if (!ends(jar.bytes())) {
            throw notAJar(jar, "it is cut, or no archive");
        }
        var files = new HashMap<String, byte[]>();
        long unpacked = 0;
        try (var entries = new ZipInputStream(new ByteArrayInputStream(jar.bytes()))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                byte[] content = entries.readNBytes((int) (UNPACKED_BYTES_MAX - unpacked) + 1);
                unpacked += content.length;
                if (unpacked > UNPACKED_BYTES_MAX || files.size() >= ENTRIES_MAX) {
                    throw notAJar(jar, "it holds more than " + ENTRIES_MAX + " files or 64 MiB");
                }
                if (!entry.isDirectory()) {
                    files.put(entry.getName(), content);
                }
            }
        } catch (IOException | IllegalArgumentException e) { // the second for names in no known encoding
            throw notAJar(jar, "it cannot be unpacked: " + e.getMessage());
        }
        return files;
    }

    private static UnusableClasses notAJar(JarBytes jar, String why) {
        return new UnusableClasses("not_a_jar", jar.name() + ": " + why);
    }

    private static boolean ends(byte[] bytes) {
        int first = Math.max(0, bytes.length - END_RECORD_SIZE - COMMENT_MAX);
        for (int at = bytes.length - END_RECORD_SIZE; at >= first; at--) {
            if (fourBytes(bytes, at) == END_RECORD) {
                return true;
            }
        }
        return false;
    }

    private static int fourBytes(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                | ((bytes[at + 1] & 0xff) << 8)
                | ((bytes[at + 2] & 0xff) << 16)
                | ((bytes[at + 3] & 0xff) << 24);
    }
}
