package dev.stellwerk.application.management;

import static dev.stellwerk.application.access.AccessFixture.ADMIN;
import static dev.stellwerk.application.access.AccessFixture.MASTER;
import static dev.stellwerk.application.access.AccessFixture.problem;
import static dev.stellwerk.application.access.AccessFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.application.access.GivenFields;
import dev.stellwerk.application.change.TeamChange;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManageTeams.WithKeys;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.region.Region;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ManageTeamsServiceTest {
    private static final TeamChange NOTHING = TeamChange.builder().build();
    private final AccessFixture fixture = new AccessFixture();
    private final ManageTeamsService teams = fixture.manageTeams;

    @Test
    void a_team_without_an_id_gets_a_random_one() {
        Team first = teams.create(ADMIN, null, NOTHING);

        assertThat(UUID.fromString(first.id()).version()).isEqualTo(4);
        assertThat(UUID.fromString(first.id()).variant()).isEqualTo(2);
        assertThat(teams.create(ADMIN, null, NOTHING).id()).isNotEqualTo(first.id());
    }

    @Test
    void every_field_that_means_something_is_taken() {
        Team team = fixture.newTeam(
                "t1",
                Map.ofEntries(
                        Map.entry("team_alias", "search"),
                        Map.entry("models", List.of("chat")),
                        Map.entry("model_aliases", Map.of("mini", "other")),
                        Map.entry("allowed_model_region", "eu"),
                        Map.entry("tags", List.of("eu-only")),
                        Map.entry("metadata", Map.of("cost_center", "7")),
                        Map.entry("router_settings", Map.of("enable_tag_filtering", true)),
                        Map.entry("rpm_limit", 600),
                        Map.entry("max_budget", 200.0),
                        Map.entry("budget_duration", "30d"),
                        Map.entry("permissions", Map.of("a", true))));

        assertThat(team.alias()).isEqualTo("search");
        assertThat(team.models()).containsExactly("chat");
        assertThat(team.modelAliases()).isEqualTo(Map.of("mini", "other"));
        assertThat(team.regions()).isEqualTo(Set.of(new Region("eu")));
        assertThat(team.metadata()).isEqualTo(Metadata.of(Map.of("cost_center", "7", "tags", List.of("eu-only"))));
        assertThat(team.routerSettings()).isEqualTo(Metadata.of(Map.of("enable_tag_filtering", true)));
        assertThat(team.limits().requestsPerMinute()).isEqualTo(600);
        assertThat(team.budget().max()).isEqualByComparingTo("200");
        assertThat(team.extra().entries()).containsOnlyKeys("permissions");
    }

    @Test
    void an_id_is_taken_once() {
        fixture.newTeam("t1", Map.of());

        assertThat(problem(() -> fixture.newTeam("t1", Map.of()))).isEqualTo(new Problem.TeamExists("t1"));
        for (String bad : List.of("", " ", "x".repeat(257), "t\u0000", "t\n", "\ud800")) {
            assertThat(problem(() -> fixture.newTeam(bad, Map.of()))).isEqualTo(new Problem.TeamIdUnfit());
        }
    }

    @Test
    void tags_of_an_update_keep_the_other_metadata_and_everything_else() {
        fixture.newTeam("t1", Map.of("metadata", Map.of("cost_center", "7"), "models", List.of("chat")));

        Team changed = teams.update(ADMIN, "t1", GivenFields.ofTeam(Map.of("tags", List.of("x"))), null);

        assertThat(changed.metadata()).isEqualTo(Metadata.of(Map.of("cost_center", "7", "tags", List.of("x"))));
        assertThat(changed.models()).containsExactly("chat");
    }

    @Test
    void a_null_clears() {
        fixture.newTeam(
                "t1",
                Map.of(
                        "team_alias",
                        "a",
                        "allowed_model_region",
                        "eu",
                        "tags",
                        List.of("x"),
                        "router_settings",
                        Map.of()));
        var changes = new HashMap<String, Object>();
        for (String field : List.of("team_alias", "allowed_model_region", "tags", "router_settings", "models")) {
            changes.put(field, null);
        }

        Team changed = teams.update(ADMIN, "t1", GivenFields.ofTeam(changes), null);

        assertThat(changed.alias()).isNull();
        assertThat(changed.regions()).isEmpty();
        assertThat(changed.metadata()).isEqualTo(Metadata.NONE);
        assertThat(changed.routerSettings()).isNull();
    }

    @Test
    void an_unknown_team_is_not_found() {
        assertThat(problem(() -> teams.update(ADMIN, "nope", GivenFields.ofTeam(Map.of()), null)))
                .isInstanceOf(Problem.TeamsUnknown.class);
        assertThat(problem(() -> teams.setBlocked(ADMIN, "nope", true, null))).isInstanceOf(Problem.TeamsUnknown.class);
        assertThat(problem(() -> teams.info(MASTER, "nope"))).isInstanceOf(Problem.TeamsUnknown.class);
    }

    @Test
    void deleting_takes_the_keys_and_an_unknown_id_deletes_nothing() {
        fixture.newTeam("t1", Map.of());
        Credential key = fixture.newKey(Map.of("team_id", "t1"));

        assertThat(problem(() -> teams.delete(ADMIN, List.of("t1", "nope"), null)))
                .isInstanceOf(Problem.TeamsUnknown.class);
        assertThat(fixture.access.authenticate(key).team()).isPresent();

        assertThat(teams.delete(ADMIN, List.of("t1"), null)).containsExactly("t1");
        assertThat(refusal(() -> fixture.access.authenticate(key))).isInstanceOf(CallRefusal.NotAuthenticated.class);
    }

    @Test
    void a_key_sees_its_own_team_and_no_other_S11() {
        fixture.newTeam("t1", Map.of());
        fixture.newTeam("t2", Map.of());
        Credential key = fixture.newKey(Map.of("team_id", "t1"));
        Credential loner = fixture.newKey(Map.of());

        assertThat(teams.info(key, "t1").keys()).hasSize(1);
        assertThat(problem(() -> teams.info(key, "t2"))).isInstanceOf(Problem.TeamsUnknown.class);
        assertThat(problem(() -> teams.info(loner, "t1"))).isInstanceOf(Problem.TeamsUnknown.class);
        assertThat(teams.list(key))
                .extracting(WithKeys::team)
                .extracting(Team::id)
                .containsExactly("t1");
        assertThat(teams.list(loner)).isEmpty();
        assertThat(teams.list(MASTER)).hasSize(2);
    }

    @Test
    void teams_are_managed_by_admins_only() {
        Credential key = fixture.newKey(Map.of());

        assertThat(refusal(() -> teams.create(by(key), null, NOTHING)))
                .isEqualTo(new CallRefusal.RouteDenied("/team/new", true));
        assertThat(refusal(() -> teams.delete(by(key), List.of("t1"), null)))
                .isInstanceOf(CallRefusal.RouteDenied.class);
    }

    private static Requester by(Credential credential) {
        return new Requester(credential, "192.0.2.7");
    }
}
