package dev.stellwerk.application.port.in;

import dev.stellwerk.application.change.TeamChange;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Use cases around teams; versions are as in {@link ManageKeys}. */
public interface ManageTeams {
    /**
     * Makes a team.
     *
     * @param ownId the id that the requester chose; null means that it is drawn
     */
    Team create(Requester by, @Nullable String ownId, TeamChange fields);

    Team update(Requester by, String teamId, TeamChange change, @Nullable Version expected);

    /** Removes the teams and their keys: all of them, or none when one is unknown. */
    List<String> delete(Requester by, List<String> teamIds, @Nullable Version expected);

    Team setBlocked(Requester by, String teamId, boolean blocked, @Nullable Version expected);

    WithKeys info(Credential credential, String teamId);

    List<WithKeys> list(Credential credential);

    /** A team and its keys. */
    record WithKeys(Team team, List<ApiKey> keys) {}
}
