package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import dev.stellwerk.domain.access.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The virtual keys. Whoever returns from a change finds it durable, and in force on this instance.
 *
 * <p>Every method throws {@link StoreUnavailable} when the store cannot be asked.
 */
public interface KeyDirectory {
    Optional<ApiKey> find(String hash);

    /**
     * As the store shows it now, with what other instances changed and wrote to its books; {@link #find} may answer from
     * what is known here. So does this while the store cannot be asked.
     */
    Optional<ApiKey> read(String hash);

    /** Adds a key; false when its hash or its alias is taken, and then nothing has changed. */
    boolean add(ApiKey key);

    /**
     * Changes the key of this hash in one step with reading it: whoever else changes it at the same moment is waited
     * for, and nothing is lost. What is stored afterwards comes back, under another version; empty when there is no such
     * key. What it has spent is left alone.
     *
     * @param expected the version that must be in force; null means any
     * @param change given what is stored, tells what is to be stored; it may be asked again, asks no store itself, and
     *     whatever it throws ends the change
     * @throws OtherVersion when another version is in force
     * @throws AliasTaken when another key has the alias
     */
    Optional<ApiKey> change(String hash, @Nullable Version expected, UnaryOperator<ApiKey> change);

    /**
     * Removes those that exist and tells their hashes.
     *
     * @param expected the version that each of them must have; null means any
     * @throws OtherVersion when one has another; then all stay
     */
    Set<String> remove(Set<String> hashes, @Nullable Version expected);

    Optional<ApiKey> findByAlias(String alias);

    /** Keys that pass the filter, newest first. */
    KeyPage list(KeyFilter filter, int page, int size);

    List<ApiKey> ofTeam(String teamId);
}
