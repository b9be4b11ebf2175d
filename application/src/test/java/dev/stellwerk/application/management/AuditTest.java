package dev.stellwerk.application.management;

import static dev.stellwerk.application.access.AccessFixture.ADMIN;
import static dev.stellwerk.application.access.AccessFixture.MASTER;
import static dev.stellwerk.application.access.AccessFixture.problem;
import static dev.stellwerk.application.access.AccessFixture.refusal;
import static dev.stellwerk.application.access.AccessFixture.trailOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.application.access.GivenFields;
import dev.stellwerk.application.port.in.Requester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTest {
    private final AccessFixture fixture = new AccessFixture();

    @Test
    void a_change_leaves_one_line_without_values_S115() {
        String hash = fixture.key(fixture.newKey(Map.of("metadata", Map.of()))).hash();

        assertThat(trailOf(() -> fixture.manageKeys.update(
                        ADMIN,
                        hash,
                        GivenFields.ofKey(Map.of("metadata", Map.of("secret", "hush"), "rpm_limit", 7)),
                        null)))
                .singleElement()
                .asString()
                .matches("who=master-key from=127\\.0\\.0\\.1 action=key\\.update target=sk-\\.\\.\\..{4}"
                        + " fields=\\[metadata, rpm_limit] outcome=done");
    }

    @Test
    void a_key_is_never_written_in_clear_S4() {
        assertThat(trailOf(() -> fixture.manageKeys.generate(
                        ADMIN, "sk-my-own-quite-long-text-0001", GivenFields.ofKey(Map.of()))))
                .singleElement()
                .asString()
                .contains("target=sk-...0001")
                .doesNotContain("quite-long");
    }

    @Test
    void a_key_that_was_only_claimed_is_not_quoted_at_all_S4() {
        assertThat(trailOf(() ->
                        problem(() -> fixture.manageKeys.setBlocked(ADMIN, "sk-of-somebody-else-9876", true, null))))
                .containsExactly("who=master-key from=127.0.0.1 action=key.block target=- fields=[] outcome=refused");
        assertThat(trailOf(() ->
                        problem(() -> fixture.manageTeams.setBlocked(ADMIN, "sk-of-somebody-else-9876", true, null))))
                .singleElement()
                .asString()
                .doesNotContain("9876");
    }

    @Test
    void a_refused_change_leaves_a_line_and_no_caller_can_forge_one_S115() {
        var by = new Requester(MASTER, "192.0.2.7");

        assertThat(trailOf(() -> problem(() -> fixture.manageTeams.delete(by, List.of("a\nwho=me action=x"), null))))
                .containsExactly("who=master-key from=192.0.2.7 action=team.delete target=a?who=me?action=x fields=[]"
                        + " outcome=refused");
    }

    @Test
    void a_change_of_a_team_names_it() {
        assertThat(trailOf(() -> fixture.newTeam("search", Map.of("tags", List.of("x")))))
                .containsExactly(
                        "who=master-key from=127.0.0.1 action=team.new target=search fields=[tags] outcome=done");
    }

    @Test
    void a_key_that_may_not_change_anything_leaves_a_line_S115() {
        var by = new Requester(fixture.newKey(Map.of()), "192.0.2.7");

        assertThat(trailOf(() -> refusal(() -> fixture.manageTeams.setBlocked(by, "search", true, null))))
                .singleElement()
                .asString()
                .matches(
                        "who=sk-\\.\\.\\..{4} from=192\\.0\\.2\\.7 action=team\\.block target=- fields=\\[] outcome=refused");
    }

    @Test
    void customers_are_not_named_in_clear() {
        assertThat(trailOf(() -> fixture.newCustomer("ishaan", Map.of())))
                .singleElement()
                .asString()
                .contains("action=customer.new target=customer:")
                .doesNotContain("ishaan");
    }

    @Test
    void reading_leaves_none() {
        assertThat(trailOf(() -> fixture.manageTeams.list(MASTER))).isEmpty();
    }
}
