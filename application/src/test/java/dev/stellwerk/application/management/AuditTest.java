package dev.stellwerk.application.management;

import static dev.stellwerk.application.access.AccessFixture.MASTER;
import static dev.stellwerk.application.access.AccessFixture.fault;
import static dev.stellwerk.application.access.AccessFixture.trailOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.AccessFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTest {
    private final AccessFixture fixture = new AccessFixture();

    @Test
    void a_change_leaves_one_line_without_values_S115() {
        String hash = fixture.key(fixture.newKey(Map.of())).hash();

        assertThat(trailOf(() -> fixture.manageKeys.update(
                        MASTER, hash, Map.of("metadata", Map.of("secret", "hush"), "rpm_limit", 7, "unknown", 1))))
                .containsExactly("who=master-key action=key.update target=" + hash
                        + " fields=[metadata, rpm_limit] outcome=done");
    }

    @Test
    void a_key_is_never_written_in_clear_S4() {
        assertThat(trailOf(() -> fixture.newKey(Map.of("key", "sk-my-own-quite-long-text-0001"))))
                .singleElement()
                .asString()
                .contains("target=sk-...0001")
                .doesNotContain("quite-long");
    }

    @Test
    void a_refused_change_leaves_a_line_and_no_caller_can_forge_one_S115() {
        assertThat(trailOf(() -> fault(() -> fixture.manageTeams.delete(MASTER, List.of("a\nwho=me action=x")))))
                .containsExactly(
                        "who=master-key action=team.delete target=a?who=me?action=x fields=[] outcome=refused");
    }

    @Test
    void reading_leaves_none() {
        assertThat(trailOf(() -> fixture.manageTeams.list(MASTER))).isEmpty();
    }
}
