package dev.stellwerk.domain.deployment;

import org.jspecify.annotations.Nullable;

/**
 * How calls get in at an endpoint, besides its key.
 *
 * @param trust whom it is believed to be; null means what holds for all
 * @param token that is presented as it is in place of a key; null when there is none
 * @param login by which a token is had in place of a key; null when there is none
 */
public record EndpointAccess(
        @Nullable ServerTrust trust,
        @Nullable Secret token,
        @Nullable ApplicationLogin login) {
    /** By its key alone. */
    public static final EndpointAccess PLAIN = new EndpointAccess(null, null, null);

    /** The same with a token that was fetched. */
    public EndpointAccess withToken(Secret fetched) {
        return new EndpointAccess(trust, fetched, login);
    }
}
