package dev.stellwerk.domain.spi.routing;

import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.spi.Stable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Why a deployment may not serve a request. Of two kinds: it <em>does not fit</em>, which holds for as long as request
 * and configuration are as they are; or it is <em>down for now</em>, which passes with time and says nothing about
 * whether it fits. The difference decides what the caller is told, whether a tag counts as known to the group, and
 * whether a conversation waits for its deployment. Immutable; make one that never changes once and use it again.
 */
@Stable(since = "1.0")
public final class Reason {
    private static final int CODE_MAX = 64;
    private static final Duration NOBODY_KNOWS = Duration.ofSeconds(Long.MIN_VALUE);

    /** Words that were found right: a few dozen make up all reasons of a gateway. */
    private static final AtomicReferenceArray<@Nullable String> KNOWN = new AtomicReferenceArray<>(64);

    private final String code;
    private final Supplier<String> detail;
    private final @Nullable Duration back;

    /** @param back after how long it is back, or {@link #NOBODY_KNOWS}; null when it does not pass */
    private Reason(String code, Supplier<String> detail, @Nullable Duration back) {
        if (!isWord(code)) {
            throw new InvalidValue(
                    "reason", code, "must be 1 to 64 lower-case letters, digits or '_', the first of them a letter");
        }
        this.code = code;
        this.detail = Objects.requireNonNull(detail);
        this.back = back;
    }

    /** Reasons are made on the way of a call, so no pattern is tried here, and no word twice. */
    private static boolean isWord(String code) {
        int slot = code.hashCode() & (KNOWN.length() - 1);
        if (code.equals(KNOWN.getPlain(slot))) {
            return true;
        }
        boolean word = reads(code);
        if (word) {
            KNOWN.setPlain(slot, code);
        }
        return word;
    }

    private static boolean reads(String code) {
        if (code.isEmpty() || code.length() > CODE_MAX || !isLetter(code.charAt(0))) {
            return false;
        }
        for (int i = 1; i < code.length(); i++) {
            char c = code.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /**
     * It does not fit.
     *
     * @param code a word for programs, such as {@code closed_today}; metrics count by it
     * @param detail a sentence for people, cut at 500 characters
     */
    public static Reason unfit(String code, String detail) {
        return new Reason(code, () -> detail, null);
    }

    /** The same with a sentence that is only made when somebody asks, on the thread of the decision. */
    public static Reason unfit(String code, Supplier<String> detail) {
        return new Reason(code, detail, null);
    }

    /** It is down for now; nobody knows until when. */
    public static Reason down(String code, String detail) {
        return new Reason(code, () -> detail, NOBODY_KNOWS);
    }

    /** It is down for now and expected back after {@code retryAfter}. */
    public static Reason down(String code, String detail, Duration retryAfter) {
        return new Reason(code, () -> detail, Objects.requireNonNull(retryAfter));
    }

    /** The same with a sentence that is only made when somebody asks. */
    public static Reason down(String code, Supplier<String> detail, Duration retryAfter) {
        return new Reason(code, detail, Objects.requireNonNull(retryAfter));
    }

    /** The word for programs. */
    public String code() {
        return code;
    }

    /** The sentence for people; made now if it was to be made on request. */
    public String detail() {
        return detail.get();
    }

    /** Whether it passes with time. */
    public boolean passes() {
        return back != null;
    }

    /** When it is expected back; empty when nobody knows, or when it does not pass. */
    public Optional<Duration> retryAfter() {
        return NOBODY_KNOWS.equals(back) ? Optional.empty() : Optional.ofNullable(back);
    }

    @Override
    public String toString() {
        return code;
    }
}
