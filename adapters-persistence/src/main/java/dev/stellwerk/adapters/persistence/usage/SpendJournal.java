package dev.stellwerk.adapters.persistence.usage;

import dev.stellwerk.adapters.persistence.database.PrivateFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Batches that the database has not said yes to, on disk, so that a process that dies loses none. Each process has a
 * file of its own, which it holds locked; what a dead one left is taken over. For one thread at a time.
 */
final class SpendJournal implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SpendJournal.class.getName());
    private static final int FILES_MAX = 64;
    private static final long BYTES_MAX = 64L << 20;

    private final Path directory;
    private final Disk disk;
    private final List<FileChannel> takenOver = new ArrayList<>();
    private @Nullable FileChannel own;
    private long end;
    private boolean complaining;

    SpendJournal(Path directory) {
        this(directory, file -> FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    SpendJournal(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /** Where the files lie. */
    interface Disk {
        /** Opens a file that exists, to read and write. */
        FileChannel open(Path file) throws IOException;
    }

    /** What processes that died could not write any more, in order. */
    List<Batch> recover() {
        var batches = new ArrayList<Batch>();
        for (int number = 1; number <= FILES_MAX; number++) {
            Path file = file(number);
            try {
                if (Files.exists(file)) {
                    takeOver(file, batches);
                }
            } catch (IOException e) {
                LOG.log(Level.ERROR, "the spend in " + file + " cannot be read: " + e);
            }
        }
        return batches;
    }

    private void takeOver(Path file, List<Batch> batches) throws IOException {
        FileChannel channel = locked(file);
        if (channel != null) {
            takenOver.add(channel);
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            List<Optional<Batch>> lines = text.lines().map(JournalLine::read).toList();
            lines.stream().flatMap(Optional::stream).forEach(batches::add);
            boolean cut = !text.isEmpty() && !text.endsWith("\n"); // the last line may be, anywhere
            if (lines.stream().limit(cut ? lines.size() - 1 : lines.size()).anyMatch(Optional::isEmpty)) {
                Path aside = file.resolveSibling(file.getFileName() + ".unread");
                Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                LOG.log(Level.ERROR, "spend that cannot be read is left out; it is kept in " + aside);
            }
        }
    }

    /**
     * Keeps a batch: once this returns true it is on the disk itself. The operator is told once that there is no room,
     * and once that there is again.
     */
    boolean keep(Batch batch) {
        try {
            append(ByteBuffer.wrap(JournalLine.of(batch)));
            if (complaining) {
                complaining = false;
                LOG.log(Level.INFO, "spend that waits for the database is kept on disk again");
            }
            return true;
        } catch (IOException | RuntimeException e) { // the folder may be gone, too
            if (!complaining) {
                complaining = true;
                LOG.log(Level.ERROR, "spend that waits for the database is kept in memory only: " + e);
            }
            return false;
        }
    }

    /** Whole or not at all: what a full disk cut off is written over by the next line. */
    private void append(ByteBuffer line) throws IOException {
        FileChannel file = own == null ? create() : own;
        own = file;
        if (end + line.remaining() > BYTES_MAX) {
            throw new IOException("more than " + BYTES_MAX + " bytes");
        }
        long at = end;
        while (line.hasRemaining()) {
            at += file.write(line, at);
        }
        file.force(true);
        end = at;
    }

    private FileChannel create() throws IOException {
        PrivateFiles.prepare(directory);
        for (int number = 1; number <= FILES_MAX; number++) {
            PrivateFiles.create(file(number));
            FileChannel channel = locked(file(number));
            if (channel != null && channel.size() == 0) {
                return channel;
            }
            if (channel != null) {
                channel.close();
            }
        }
        throw new IOException("no free file in " + directory);
    }

    private Path file(int number) {
        return directory.resolve("spend-" + number + ".journal");
    }

    private @Nullable FileChannel locked(Path file) throws IOException {
        FileChannel channel = disk.open(file);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.log(Level.DEBUG, () -> file + " belongs to another gateway of this process");
        }
        channel.close();
        return null;
    }

    /** Forgets everything, as all of it is in the database; false when it cannot be forgotten yet. */
    boolean clear() {
        try {
            for (FileChannel channel : takenOver) {
                empty(channel);
                channel.close();
            }
            takenOver.clear();
            if (own != null && end > 0) {
                empty(own);
                end = 0;
            }
            return true;
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the journal of spend cannot be emptied; batches sent again are not counted: " + e);
            return false;
        }
    }

    private static void empty(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.force(true);
    }

    @Override
    public void close() {
        try {
            for (FileChannel channel : takenOver) {
                channel.close();
            }
            if (own != null) {
                own.close();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the journal of spend cannot be closed: " + e);
        }
    }
}
