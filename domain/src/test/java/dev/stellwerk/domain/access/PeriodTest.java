package dev.stellwerk.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
    private static final Instant NOW = Instant.parse("2026-01-14T10:20:30Z"); // a Wednesday

    @ParameterizedTest
    @CsvSource({
        "30s, 2026-01-14T10:21:00Z",
        "15m, 2026-01-14T10:30:00Z",
        "1h, 2026-01-14T11:00:00Z",
        "24h, 2026-01-15T00:00:00Z",
        "1d, 2026-01-15T00:00:00Z",
        "3d, 2026-01-17T00:00:00Z",
        "7d, 2026-01-19T00:00:00Z",
        "1w, 2026-01-19T00:00:00Z",
        "30d, 2026-02-01T00:00:00Z",
        "1mo, 2026-02-01T00:00:00Z",
        "2mo, 2026-03-01T00:00:00Z"
    })
    void budget_periods_end_at_boundaries_of_the_calendar(String text, Instant end) {
        assertThat(Period.parse(text).orElseThrow().boundaryAfter(NOW)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "1s, 2026-01-14T10:20:31Z",
        "7d, 2026-01-21T10:20:30Z",
        "30d, 2026-02-13T10:20:30Z",
        "1mo, 2026-02-14T10:20:30Z"
    })
    void lives_of_keys_are_exact(String text, Instant end) {
        assertThat(Period.parse(text).orElseThrow().after(NOW)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"7d, 2026-01-19T00:00:00Z, 2026-01-26T00:00:00Z", "1h, 2026-01-14T11:00:00Z, 2026-01-14T12:00:00Z"})
    void a_boundary_belongs_to_the_period_that_begins(String text, Instant boundary, Instant next) {
        assertThat(Period.parse(text).orElseThrow().boundaryAfter(boundary)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "d", "0d", "-1d", "1.5h", "1y", "30 d", "30D", "999999999d", "999999999mo", "99999999999s"})
    void anything_else_is_no_period(String text) {
        assertThat(Period.parse(text)).isEmpty();
    }
}
