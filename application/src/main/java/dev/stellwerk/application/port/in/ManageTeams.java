package dev.stellwerk.application.port.in;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Team;
import java.util.List;
import java.util.Map;

/** Use cases around teams. Changes are maps as in {@link ManageKeys}. */
public interface ManageTeams {
    Team create(Credential credential, Map<String, Object> fields);

    Team update(Credential credential, String teamId, Map<String, Object> changes);

    /** Removes the teams and their keys: all of them, or none when one is unknown. */
    List<String> delete(Credential credential, List<String> teamIds);

    Team setBlocked(Credential credential, String teamId, boolean blocked);

    WithKeys info(Credential credential, String teamId);

    List<WithKeys> list(Credential credential);

    /** A team and its keys. */
    record WithKeys(Team team, List<ApiKey> keys) {}
}
