package dev.stellwerk.domain.access;

import org.jspecify.annotations.Nullable;

/** Which keys a listing is asked for; null means any. */
public record KeyFilter(
        @Nullable String teamId,
        @Nullable String userId,
        @Nullable String alias,
        @Nullable String hash) {}
