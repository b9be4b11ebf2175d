package dev.stellwerk.domain.access;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span of time as people write it: {@code 30s}, {@code 15m}, {@code 2h}, {@code 7d}, {@code 1w}, {@code 1mo}. */
public record Period(int count, Unit unit) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})(s|mo|m|h|d|w)");
    private static final int DAYS_OF_WEEK = 7;
    private static final int DAYS_THAT_MEAN_A_MONTH = 30;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Units of periods. */
    public enum Unit {
        SECONDS(Duration.ofSeconds(1)),
        MINUTES(Duration.ofMinutes(1)),
        HOURS(Duration.ofHours(1)),
        DAYS(Duration.ofDays(1)),
        WEEKS(Duration.ofDays(DAYS_OF_WEEK)),
        /** Of the calendar; its length here is the longest, for bounds. */
        MONTHS(Duration.ofDays(31));

        private final Duration length;

        Unit(Duration length) {
            this.length = length;
        }

        private static Unit of(String letters) {
            return switch (letters) {
                case "s" -> SECONDS;
                case "m" -> MINUTES;
                case "h" -> HOURS;
                case "d" -> DAYS;
                case "w" -> WEEKS;
                default -> MONTHS;
            };
        }
    }

    /** Empty when the text is no span of at most a hundred years. */
    public static Optional<Period> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var period = new Period(Integer.parseInt(matcher.group(1)), Unit.of(matcher.group(2)));
        return period.unit.length.multipliedBy(period.count).compareTo(LONGEST) > 0
                ? Optional.empty()
                : Optional.of(period);
    }

    /** As it was written: every period has one form only. */
    public String text() {
        String letters = switch (unit) {
            case SECONDS -> "s";
            case MINUTES -> "m";
            case HOURS -> "h";
            case DAYS -> "d";
            case WEEKS -> "w";
            case MONTHS -> "mo";
        };
        return count + letters;
    }

    /** Exactly this much later. */
    public Instant after(Instant now) {
        return unit == Unit.MONTHS
                ? now.atZone(ZoneOffset.UTC).plusMonths(count).toInstant()
                : now.plus(unit.length.multipliedBy(count));
    }

    /** The end of the budget period that {@code now} lies in: periods end at boundaries of the calendar, in UTC. */
    public Instant boundaryAfter(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return switch (unit) {
            case SECONDS, MINUTES, HOURS -> aligned(now);
            case DAYS -> midnight(dayBoundary(today, count));
            case WEEKS -> midnight(dayBoundary(today, count * DAYS_OF_WEEK));
            case MONTHS -> midnight(today.withDayOfMonth(1).plusMonths(count));
        };
    }

    private static LocalDate dayBoundary(LocalDate today, int days) {
        return switch (days) {
            case DAYS_OF_WEEK -> today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
            case DAYS_THAT_MEAN_A_MONTH -> today.with(TemporalAdjusters.firstDayOfNextMonth());
            default -> today.plusDays(days);
        };
    }

    private Instant aligned(Instant now) {
        long step = unit.length.multipliedBy(count).toSeconds();
        return Instant.ofEpochSecond((Math.floorDiv(now.getEpochSecond(), step) + 1) * step);
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
