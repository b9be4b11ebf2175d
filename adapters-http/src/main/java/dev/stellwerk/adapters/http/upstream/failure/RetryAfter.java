package dev.stellwerk.adapters.http.upstream.failure;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long an upstream asks to be left alone: {@code retry-after-ms}, or {@code retry-after} in seconds or as a date. */
public final class RetryAfter {
    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    public static Optional<Duration> of(@Nullable String millis, @Nullable String value, Instant now) {
        Optional<Duration> exact = millis == null ? Optional.empty() : number(millis, 1);
        return exact.isPresent() || value == null ? exact : number(value, 1_000).or(() -> date(value, now));
    }

    private static Optional<Duration> number(String text, int millisPerUnit) {
        try {
            double millis = Double.parseDouble(text.strip()) * millisPerUnit;
            if (!(millis >= 0)) {
                return Optional.empty();
            }
            return Optional.of(Duration.ofMillis((long) Math.ceil(Math.min(millis, (double) LONGEST.toMillis()))));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            Instant until = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(now, until);
            if (wait.isNegative()) {
                return Optional.of(Duration.ZERO);
            }
            return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
