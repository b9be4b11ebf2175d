package dev.stellwerk.plugins.builtin.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.Filtering;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TagPatternTest {
    private static final String CLAUDE = "claude-code/1.2.3";

    private final DeploymentPool agents = Pools.of(
            ADeployment.named("agent").forUserAgents("^User-Agent: claude-code/"),
            ADeployment.named("default").tagged("default"),
            ADeployment.named("tagged").tagged("x"));

    private static List<String> left(DeploymentPool pool, AContext context) {
        return Filtering.of(pool, context.build(), new TagFilter()).left();
    }

    @Test
    void an_untagged_request_goes_where_its_user_agent_matches() {
        assertThat(left(agents, new AContext().filteringTags().userAgent(CLAUDE)))
                .containsExactly("agent");
    }

    @Test
    void any_other_user_agent_and_none_go_to_default() {
        assertThat(left(agents, new AContext().filteringTags().userAgent("curl/8.0")))
                .containsExactly("default");
        assertThat(left(agents, new AContext().filteringTags())).containsExactly("default");
    }

    @Test
    void a_user_agent_that_nobody_wants_is_denied_where_there_is_no_default() {
        DeploymentPool pool =
                Pools.of(ADeployment.named("agent").forUserAgents("claude-code"), ADeployment.named("other"));
        Filtering outcome = Filtering.of(
                pool, new AContext().filteringTags().userAgent("curl/8.0").build(), new TagFilter());

        assertThat(outcome.refusal()).isEqualTo(new CallRefusal.TagsDenied("chat", List.of()));
        assertThat(left(pool, new AContext().filteringTags())).containsExactly("agent", "other");
    }

    @Test
    void patterns_are_searched_and_any_of_them_is_enough() {
        DeploymentPool pool = Pools.of(ADeployment.named("agent").forUserAgents("^never$", "code/1"));

        assertThat(left(pool, new AContext().filteringTags().userAgent(CLAUDE))).containsExactly("agent");
    }

    @Test
    void a_pattern_counts_beside_plain_tags() {
        assertThat(left(agents, new AContext().tagged("x").userAgent(CLAUDE))).containsExactly("agent", "tagged");
    }

    @Test
    void where_all_tags_are_needed_a_pattern_rescues_nobody_that_has_tags() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("mixed").tagged("x").forUserAgents("claude-code"),
                ADeployment.named("plain").forUserAgents("claude-code"));
        AContext context = new AContext()
                .tags(TagSource.BODY, "x", "y")
                .userAgent(CLAUDE)
                .tagSettings(new RoutingSettings.Tags(true, false, "", TagPolicy.STRICT));

        assertThat(left(pool, context)).containsExactly("plain");
    }

    @Test
    void a_request_that_only_requires_is_not_narrowed_by_patterns() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").tagged("x").forUserAgents("claude-code"),
                ADeployment.named("B").tagged("x"));

        assertThat(left(pool, new AContext().tagged("&x").userAgent(CLAUDE))).containsExactly("A", "B");
    }

    @Test
    void what_is_excluded_is_not_rescued() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").tagged("x").forUserAgents("claude-code"),
                ADeployment.named("B").forUserAgents("claude-code"));

        assertThat(left(pool, new AContext().tagged("!x").userAgent(CLAUDE))).containsExactly("B");
    }

    @Test
    @Tag("S19")
    void a_made_up_user_agent_does_not_lead_out_of_a_policys_pool() {
        AContext context =
                new AContext().filteringTags().tags(TagSource.KEY, "x").userAgent(CLAUDE);

        assertThat(left(agents, context)).containsExactly("tagged");
    }
}
