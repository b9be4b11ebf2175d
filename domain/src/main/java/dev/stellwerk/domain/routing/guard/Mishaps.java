package dev.stellwerk.domain.routing.guard;

import org.jspecify.annotations.Nullable;

/** Is told when the code of a plugin went wrong. Called on the thread of a request, so it must not block. */
@FunctionalInterface
public interface Mishaps {
    /**
     * Something went wrong, and its call went on without it.
     *
     * @param extension the filter's or strategy's name
     * @param what ends the sentence "extension …", such as {@code chose 7 of 3}
     * @param thrown what its code threw; null when it came back and made no sense
     */
    void happened(String extension, String what, @Nullable Throwable thrown);
}
