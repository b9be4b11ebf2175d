package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.error.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a request that got no answer came with the fallbacks of its group.
 *
 * @param group the name it was called by
 * @param available targets that lead somewhere and that the caller may use, in order
 * @param skipped targets that the caller may not use
 * @param lastFailure how the last one that was tried ended; null when none was
 */
public record FallbackReport(
        String group,
        List<String> available,
        List<String> skipped,
        @Nullable Failure lastFailure) {
    public FallbackReport {
        available = List.copyOf(available);
        skipped = List.copyOf(skipped);
    }

    /** Of a request for which none was looked for. */
    public static FallbackReport none(String group) {
        return new FallbackReport(group, List.of(), List.of(), null);
    }
}
