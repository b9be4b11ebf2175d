package dev.stellwerk.application.management;

import static dev.stellwerk.application.access.AccessFixture.MASTER;
import static dev.stellwerk.application.access.AccessFixture.fault;
import static dev.stellwerk.application.access.AccessFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManageTeams.WithKeys;
import dev.stellwerk.application.port.in.ManagementFault.Kind;
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
    private final AccessFixture fixture = new AccessFixture();
    private final ManageTeamsService teams = fixture.manageTeams;

    @Test
    void a_team_without_an_id_gets_a_random_one() {
        Team first = teams.create(MASTER, Map.of());

        assertThat(UUID.fromString(first.id()).version()).isEqualTo(4);
        assertThat(UUID.fromString(first.id()).variant()).isEqualTo(2);
        assertThat(teams.create(MASTER, Map.of()).id()).isNotEqualTo(first.id());
    }

    @Test
    void every_field_that_means_something_is_taken() {
        Team team = teams.create(
                MASTER,
                Map.ofEntries(
                        Map.entry("team_id", "t1"),
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
                        Map.entry("organization_id", "o1"),
                        Map.entry("spend", 99),
                        Map.entry("members_with_roles", List.of(Map.of("role", "user", "user_id", "u1")))));

        assertThat(team.alias()).isEqualTo("search");
        assertThat(team.models()).containsExactly("chat");
        assertThat(team.modelAliases()).isEqualTo(Map.of("mini", "other"));
        assertThat(team.regions()).isEqualTo(Set.of(new Region("eu")));
        assertThat(team.metadata()).isEqualTo(Map.of("cost_center", "7", "tags", List.of("eu-only")));
        assertThat(team.routerSettings()).isEqualTo(Map.of("enable_tag_filtering", true));
        assertThat(team.limits().requestsPerMinute()).isEqualTo(600);
        assertThat(team.budget().max()).isEqualByComparingTo("200");
        assertThat(team.budget().spend()).as("what a team spent cannot be set").isEqualByComparingTo("0");
        assertThat(team.extra()).containsEntry("organization_id", "o1");
        assertThat(team.extra().get("members_with_roles"))
                .isEqualTo(List.of(
                        Map.of("role", "user", "user_id", "u1"),
                        Map.of("role", "admin", "user_id", "default_user_id")));
    }

    @Test
    void an_id_is_taken_once() {
        teams.create(MASTER, Map.of("team_id", "t1"));

        var fault = fault(() -> teams.create(MASTER, Map.of("team_id", "t1")));
        assertThat(fault.kind()).isEqualTo(Kind.EXISTS);
        assertThat(fault).hasMessageContaining("already exists");
    }

    @Test
    void tags_of_an_update_keep_the_other_metadata_and_everything_else() {
        teams.create(
                MASTER, Map.of("team_id", "t1", "metadata", Map.of("cost_center", "7"), "models", List.of("chat")));

        Team changed = teams.update(MASTER, "t1", Map.of("tags", List.of("x")));

        assertThat(changed.metadata()).isEqualTo(Map.of("cost_center", "7", "tags", List.of("x")));
        assertThat(changed.models()).containsExactly("chat");
    }

    @Test
    void a_null_clears() {
        teams.create(
                MASTER,
                Map.of(
                        "team_id",
                        "t1",
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

        Team changed = teams.update(MASTER, "t1", changes);

        assertThat(changed.alias()).isNull();
        assertThat(changed.regions()).isEmpty();
        assertThat(changed.metadata()).isEmpty();
        assertThat(changed.routerSettings()).isNull();
    }

    @Test
    void an_unknown_team_is_not_found() {
        assertThat(fault(() -> teams.update(MASTER, "nope", Map.of())).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> teams.setBlocked(MASTER, "nope", true)).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> teams.info(MASTER, "nope")).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void deleting_takes_the_keys_and_an_unknown_id_deletes_nothing() {
        teams.create(MASTER, Map.of("team_id", "t1"));
        Credential key = fixture.newKey(Map.of("team_id", "t1"));

        assertThat(fault(() -> teams.delete(MASTER, List.of("t1", "nope"))).kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(fixture.access.authenticate(key).team()).isPresent();

        assertThat(teams.delete(MASTER, List.of("t1"))).containsExactly("t1");
        assertThat(refusal(() -> fixture.access.authenticate(key))).isInstanceOf(CallRefusal.NotAuthenticated.class);
    }

    @Test
    void a_key_sees_its_own_team_and_no_other_S11() {
        teams.create(MASTER, Map.of("team_id", "t1"));
        teams.create(MASTER, Map.of("team_id", "t2"));
        Credential key = fixture.newKey(Map.of("team_id", "t1"));
        Credential loner = fixture.newKey(Map.of());

        assertThat(teams.info(key, "t1").keys()).hasSize(1);
        assertThat(fault(() -> teams.info(key, "t2")).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> teams.info(loner, "t1")).kind()).isEqualTo(Kind.NOT_FOUND);
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

        assertThat(refusal(() -> teams.create(key, Map.of())))
                .isEqualTo(new CallRefusal.RouteDenied("/team/new", true, "internal_user"));
        assertThat(refusal(() -> teams.delete(key, List.of("t1")))).isInstanceOf(CallRefusal.RouteDenied.class);
    }
}
