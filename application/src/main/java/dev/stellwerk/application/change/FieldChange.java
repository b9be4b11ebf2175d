package dev.stellwerk.application.change;

import org.jspecify.annotations.Nullable;

/** What becomes of one field. */
public sealed interface FieldChange<T> {
    /** It stays as it is. */
    record Kept<T>() implements FieldChange<T> {}

    /** It goes back to what a record begins with. */
    record Cleared<T>() implements FieldChange<T> {}

    /** It gets this value. */
    record To<T>(T value) implements FieldChange<T> {}

    static <T> FieldChange<T> kept() {
        return new Kept<>();
    }

    static <T> FieldChange<T> cleared() {
        return new Cleared<>();
    }

    static <T> FieldChange<T> to(T value) {
        return new To<>(value);
    }

    /** What holds afterwards, of a field that always has a value. */
    default T after(T now, T cleared) {
        return switch (this) {
            case Kept<T>() -> now;
            case Cleared<T>() -> cleared;
            case To<T>(T value) -> value;
        };
    }

    /** What holds afterwards, of a field that may have none. */
    default @Nullable T after(@Nullable T now) {
        return switch (this) {
            case Kept<T>() -> now;
            case Cleared<T>() -> null;
            case To<T>(T value) -> value;
        };
    }

    /** The value it is set to; null when it is not set. */
    default @Nullable T valueOrNull() {
        return this instanceof To<T>(T value) ? value : null;
    }
}
