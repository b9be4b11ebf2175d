package dev.stellwerk.adapters.persistence.config.source;

import dev.stellwerk.adapters.persistence.config.finding.Place;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value on its way to a type, which its reader names: so {@code no}, {@code 010} and {@code 12:30:45} stay text where
 * text is wanted. A value of another type is an error finding and counts as absent. References to environment variables
 * are followed.
 */
public final class Value {
    private static final BigDecimal SECONDS_MAX = BigDecimal.valueOf(31_536_000); // a year

    private final String path;
    private final Content content;
    private final Scope scope;

    public Value(Content content, String path, Scope scope) {
        this.content = content;
        this.path = path;
        this.scope = scope;
    }

    public String path() {
        return path;
    }

    public Place place() {
        return content.place();
    }

    public Content content() {
        return content;
    }

    public boolean isNull() {
        return content instanceof Content.Scalar scalar && scalar.isNull();
    }

    public boolean isMap() {
        return content instanceof Content.Fields;
    }

    public boolean isList() {
        return content instanceof Content.Items;
    }

    /** Whether nothing is asked for here: null, {@code false}, blank text, an empty list or map. */
    public boolean isEmpty() {
        return switch (content) {
            case Content.Scalar scalar ->
                scalar.isNull()
                        || scalar.text().isBlank()
                        || (!scalar.literal()
                                && List.of("false", "False", "FALSE", "no", "off")
                                        .contains(scalar.text()));
            case Content.Items list -> list.items().isEmpty();
            case Content.Fields map -> map.fields().isEmpty();
        };
    }

    /** Refuses what restricts and is not enforced. */
    public void notEnforced() {
        scope.findings().notEnforced(place(), path);
    }

    public void error(String message) {
        scope.findings().error(place(), path, message);
    }

    public void warning(String message) {
        scope.findings().warning(place(), path, message);
    }

    /** The same value, read under another rule for unset variables. */
    public Value withUnset(Scope.UnsetRule rule) {
        return new Value(content, path, scope.withUnset(rule));
    }

    /** The text as it stands in the file, references to variables unfollowed; empty for lists and maps. */
    public String written() {
        return content instanceof Content.Scalar scalar ? scalar.text() : "";
    }

    @Nullable
    public String text() {
        return scalar("text", Optional::of);
    }

    /** Text that is more than blanks; null with one error, whatever the matter is. */
    public @Nullable String filledText(String problem) {
        String text = text();
        if (isNull() || (text != null && text.isBlank())) {
            error(problem);
            return null;
        }
        return text;
    }

    /** {@code true}, {@code yes}, {@code on} and their opposites, in any case. */
    @Nullable
    public Boolean flag() {
        return scalar("true or false", Scalars::flag);
    }

    @Nullable
    public BigDecimal number() {
        return scalar("a number", Scalars::number);
    }

    /** A number that is not negative. */
    @Nullable
    public BigDecimal amount() {
        return scalar(
                "a number that is not negative", text -> Scalars.number(text).filter(n -> n.signum() >= 0));
    }

    @Nullable
    public Integer whole() {
        return scalar(
                "a whole number",
                text -> Scalars.whole(text).filter(n -> n == n.intValue()).map(Long::intValue));
    }

    /** A whole number that is not negative. */
    @Nullable
    public Long count() {
        return scalar(
                "a whole number that is not negative",
                text -> Scalars.whole(text).filter(n -> n >= 0));
    }

    /** A count that fits an {@code int}. */
    @Nullable
    public Integer smallCount() {
        return scalar(
                "a whole number from 0 to 1000000000",
                text -> Scalars.whole(text)
                        .filter(n -> n >= 0 && n <= 1_000_000_000)
                        .map(Long::intValue));
    }

    /** Seconds, with decimals; 0 is allowed. */
    @Nullable
    public Duration seconds() {
        return scalar(
                "seconds, from 0 to a year",
                text -> Scalars.number(text)
                        .filter(n -> n.signum() >= 0 && n.compareTo(SECONDS_MAX) <= 0)
                        .map(n -> Duration.ofNanos(n.movePointRight(9).longValue())));
    }

    /** Seconds, more than 0. */
    @Nullable
    public Duration bound() {
        Duration seconds = seconds();
        if (seconds != null && seconds.isZero()) {
            error("must be longer than 0 seconds");
            return null;
        }
        return seconds;
    }

    /** A period such as {@code 30s}, {@code 12h}, {@code 7d} or {@code 1mo}; a bare number means seconds. */
    @Nullable
    public Duration period() {
        return scalar("a period such as 30s, 12h, 7d or 1mo", Scalars::period);
    }

    /** One of a few names, spelt like the constants of an enum, in any case. */
    public <E extends Enum<E>> @Nullable E oneOf(Class<E> names) {
        E[] constants = names.getEnumConstants();
        List<String> known = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return scalar("one of " + String.join(", ", known), text -> {
            int index = known.indexOf(text.strip().toLowerCase(Locale.ROOT));
            return index < 0 ? Optional.empty() : Optional.of(constants[index]);
        });
    }

    /** The map here; an empty one when something else stands here, which is then a finding. */
    public Section section() {
        if (content instanceof Content.Fields fields) {
            return new Section(fields, path, scope);
        }
        if (!isNull()) {
            wrong("a map");
        }
        return Section.empty(place(), path, scope);
    }

    /** The members of the list here; none when something else stands here, which is then a finding. */
    public List<Value> items() {
        if (!(content instanceof Content.Items list)) {
            if (!isNull()) {
                wrong("a list");
            }
            return List.of();
        }
        var items = new ArrayList<Value>();
        for (Content item : list.items()) {
            items.add(new Value(item, path + "[" + items.size() + "]", scope));
        }
        return items;
    }

    /** A list of texts, none of them blank. */
    public List<String> texts() {
        var texts = new ArrayList<String>();
        for (Value item : items()) {
            String text = item.text();
            if (text != null && !text.isBlank()) {
                texts.add(text);
            } else if (item.isNull() || text != null) {
                item.error("must not be empty");
            }
        }
        return texts;
    }

    /** A list of texts, or a single one. */
    public List<String> textOrTexts() {
        if (isList()) {
            return texts();
        }
        String text = text();
        return text == null ? List.of() : List.of(text);
    }

    /** The value as JSON-shaped data, for those who alone know what it means. Null stays null. */
    @Nullable
    public Object free() {
        return FreeValues.of(content, path, scope);
    }

    private <T> @Nullable T scalar(String wanted, Function<String, Optional<T>> parse) {
        if (isNull()) {
            return null;
        }
        if (!(content instanceof Content.Scalar scalar)) {
            wrong(wanted);
            return null;
        }
        String variable = scalar.variable();
        String text = variable == null ? scalar.text() : scope.lookUp(variable, place(), path);
        if (text == null) {
            return null;
        }
        Optional<T> parsed = parse.apply(text);
        if (parsed.isEmpty()) {
            error("must be " + wanted
                    + (variable == null ? ", not '" + shown(text) + "'" : ", as " + variable + " is not"));
        }
        return parsed.orElse(null);
    }

    private void wrong(String wanted) {
        String found = switch (content) {
            case Content.Fields _ -> "a map";
            case Content.Items _ -> "a list";
            case Content.Scalar scalar -> "'" + shown(scalar.text()) + "'";
        };
        error("must be " + wanted + ", not " + found);
    }

    public static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", " ");
        return printable.length() <= 60 ? printable : printable.substring(0, 57) + "...";
    }

    /** Members of a map whose keys are the user's own, each with its key. */
    public Map<String, Value> entries() {
        return section().all();
    }
}
