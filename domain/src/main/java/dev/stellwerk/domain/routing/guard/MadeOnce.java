package dev.stellwerk.domain.routing.guard;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is made by whoever needs it first, and by nobody else. Only the making is waited for. */
final class MadeOnce<T> {
    private final Supplier<? extends T> maker;
    private final AtomicReference<@Nullable T> made = new AtomicReference<>();

    MadeOnce(Supplier<? extends T> maker) {
        this.maker = maker;
    }

    T get() {
        T known = made.get();
        return known != null ? known : make();
    }

    private synchronized T make() {
        T known = made.get();
        if (known == null) {
            known = Objects.requireNonNull(maker.get(), "what a factory makes");
            made.set(known);
        }
        return known;
    }
}
