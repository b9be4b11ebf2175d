package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.access.Team;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The teams. Whoever returns from a change finds it durable, and in force on this instance.
 *
 * <p>Every method throws {@link StoreUnavailable} when the store cannot be asked.
 */
public interface TeamDirectory {
    Optional<Team> find(String id);

    /** Adds a team; false when its id is taken, and then nothing has changed. */
    boolean add(Team team);

    /** Replaces the team of this id; false when there is none. The team's spend is left alone. */
    boolean replace(Team team);

    /** Removes all of these and their keys, or nothing when one is unknown; then tells which. */
    Set<String> removeWithKeys(Set<String> ids);

    /** All, by alias and id. */
    List<Team> list();
}
