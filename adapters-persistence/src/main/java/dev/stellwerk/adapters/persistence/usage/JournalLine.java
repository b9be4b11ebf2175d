package dev.stellwerk.adapters.persistence.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stellwerk.application.port.out.Account;
import dev.stellwerk.application.port.out.BudgetPeriods.Owner;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A batch as a line of the journal: the version of the format, a checksum, and JSON. A line whose end was not written
 * any more is not taken for one.
 */
final class JournalLine {
    private static final String VERSION = "1";
    private static final String CUSTOMER = "END_USER";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JournalLine() {}

    /** @param kind as it was always written, whatever the type is called by now */
    record Entry(String kind, String id, BigDecimal dollars) {
        static Entry of(Account account, BigDecimal dollars) {
            String kind = switch (account.owner()) {
                case KEY -> "KEY";
                case TEAM -> "TEAM";
                case CUSTOMER -> CUSTOMER;
            };
            return new Entry(kind, account.id(), dollars);
        }

        Account account() {
            return new Account(kind.equals(CUSTOMER) ? Owner.CUSTOMER : Owner.valueOf(kind), id);
        }
    }

    record Body(long writer, long number, List<Entry> amounts) {}

    static byte[] of(Batch batch) {
        List<Entry> entries = batch.amounts().entrySet().stream()
                .map(amount -> Entry.of(amount.getKey(), amount.getValue()))
                .toList();
        try {
            String body = MAPPER.writeValueAsString(new Body(batch.writer(), batch.number(), entries));
            return (VERSION + " " + checksum(body) + " " + body + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The batch; empty when the line is damaged or of another version. */
    static Optional<Batch> read(String line) {
        String[] parts = line.split(" ", 3);
        if (parts.length < 3 || !parts[0].equals(VERSION) || !parts[1].equals(checksum(parts[2]))) {
            return Optional.empty();
        }
        try {
            Body body = MAPPER.readValue(parts[2], Body.class);
            var amounts = new TreeMap<Account, BigDecimal>();
            body.amounts().forEach(entry -> amounts.put(entry.account(), entry.dollars()));
            return Optional.of(new Batch(body.writer(), body.number(), amounts));
        } catch (JsonProcessingException | IllegalArgumentException e) { // a kind that only later versions know
            return Optional.empty();
        }
    }

    private static String checksum(String body) {
        var sum = new CRC32();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }
}
