package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The teams. Whoever returns from a change finds it durable, and in force on this instance.
 *
 * <p>Every method throws {@link StoreUnavailable} when the store cannot be asked.
 */
public interface TeamDirectory {
    Optional<Team> find(String id);

    /**
     * As the store shows it now, with what other instances changed and wrote to its books; {@link #find} may answer from
     * what is known here. So does this while the store cannot be asked.
     */
    Optional<Team> read(String id);

    /** Adds a team; false when its id is taken, and then nothing has changed. */
    boolean add(Team team);

    /**
     * Changes the team of this id in one step with reading it: whoever else changes it at the same moment is waited
     * for, and nothing is lost. What is stored afterwards comes back, under another version; empty when there is no such
     * team. What it has spent is left alone.
     *
     * @param expected the version that must be in force; null means any
     * @param change given what is stored, tells what is to be stored; it may be asked again, asks no store itself, and
     *     whatever it throws ends the change
     * @throws OtherVersion when another version is in force
     */
    Optional<Team> change(String id, @Nullable Version expected, UnaryOperator<Team> change);

    /**
     * Removes all of these and their keys, or nothing when one is unknown; then tells which.
     *
     * @param expected the version that each team must have; null means any
     * @throws OtherVersion when one has another; then all stay
     */
    Set<String> removeWithKeys(Set<String> ids, @Nullable Version expected);

    /** All, by alias and id. */
    List<Team> list();
}
