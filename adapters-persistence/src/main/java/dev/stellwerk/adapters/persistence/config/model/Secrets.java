package dev.stellwerk.adapters.persistence.config.model;

import java.util.List;
import java.util.Locale;

/** Tells secrets by the names of their keys. */
final class Secrets {
    private static final List<String> ENDINGS = List.of("key", "token", "secret", "password", "credentials", "jwt");

    private Secrets() {}

    static boolean namedBy(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith);
    }
}
