package dev.stellwerk.application.port.out;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Keeps what was spent, for good. */
public interface UsageLedger {
    /** Nothing is kept. */
    UsageLedger NONE = _ -> {};

    /** Takes one charge. Returns at once: charges are written in batches, within a second. */
    void charge(Spent spent);

    /** What one answer cost, and whom; null parts had no share in it. */
    record Spent(
            @Nullable String keyHash,
            @Nullable String teamId,
            @Nullable String customerId,
            BigDecimal dollars) {}
}
