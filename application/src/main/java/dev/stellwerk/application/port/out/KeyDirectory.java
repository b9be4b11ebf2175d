package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The virtual keys. Whoever returns from a change finds it durable, and in force on this instance.
 *
 * <p>Every method throws {@link StoreUnavailable} when the store cannot be asked.
 */
public interface KeyDirectory {
    Optional<ApiKey> find(String hash);

    /** Adds a key; false when its hash or its alias is taken, and then nothing has changed. */
    boolean add(ApiKey key);

    /** Replaces the key of this hash; false when there is none. The key's spend is left alone. */
    boolean replace(ApiKey key);

    /** Removes those that exist and tells their hashes. */
    Set<String> remove(Set<String> hashes);

    boolean aliasTaken(String alias);

    Optional<ApiKey> findByAlias(String alias);

    /** Keys that pass the filter, newest first. */
    KeyPage list(KeyFilter filter, int page, int size);

    List<ApiKey> ofTeam(String teamId);
}
