package dev.stellwerk.domain.deployment;

import org.jspecify.annotations.Nullable;

/**
 * How calls get in at an endpoint, besides its key.
 *
 * @param trust whom it is believed to be; null means what holds for all
 */
public record EndpointAccess(@Nullable ServerTrust trust) {
    /** By its key alone. */
    public static final EndpointAccess PLAIN = new EndpointAccess(null);
}
