package dev.stellwerk.adapters.http.upstream.stream;

import java.time.Duration;

/**
 * How long a client waits for a sign of life.
 *
 * @param openingMax how long a stream's opening is held back for its first content, while another deployment can still
 *     take the call
 * @param silence after which a comment tells the client that its stream lives
 */
public record StreamPauses(Duration openingMax, Duration silence) {}
