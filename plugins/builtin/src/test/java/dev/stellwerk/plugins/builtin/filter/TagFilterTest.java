package dev.stellwerk.plugins.builtin.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.DeploymentFilterContract;
import dev.stellwerk.domain.routing.Filtering;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagFilterTest extends DeploymentFilterContract {
    private static final RoutingSettings.Tags ALL_NEEDED = new RoutingSettings.Tags(true, false, "", TagPolicy.STRICT);

    private final VirtualTime time = new VirtualTime();

    @Override
    protected DeploymentFilter filter() {
        return new TagFilter();
    }

    private Filtering filtered(DeploymentPool pool, AContext context) {
        return Filtering.of(pool, context.time(time).build(), new CooldownFilter(), new TagFilter());
    }

    private List<String> left(DeploymentPool pool, AContext context) {
        return filtered(pool, context).left();
    }

    private static String[] list(String tags) {
        return tags == null ? new String[0] : tags.split(" ");
    }

    private static String ids(List<String> left) {
        return left.isEmpty() ? "401" : String.join(" ", left);
    }

    // ---- the worked example: A [eu,paid], B [us,paid], C [default]

    @ParameterizedTest(name = "[{index}] policy [{0}], caller [{1}], {2}: {3}")
    @CsvSource({
        ",       ,          any, C",
        ",       paid,      any, A B",
        ",       eu paid,   any, A B",
        ",       eu paid,   all, A",
        ",       &eu paid,  any, A",
        ",       !us,       any, C",
        ",       gold,      any, C",
        ",       default,   any, C",
        ",       &eu !eu,   any, 401",
        ",       paid !us,  any, A",
        ",       &paid &us, any, B",
        ",       & !,       any, C",
        ",       !default,  any, 401",
        ",       eu gold,   all, 401",
        ",       gold pink, all, C",
        ",       &gold,     any, 401",
        "eu,     ,          any, A",
        "gold,   ,          any, C",
    })
    void one_demand_selects_alike_under_every_policy(String policy, String caller, String mode, String expected) {
        for (TagPolicy tagPolicy : TagPolicy.values()) {
            AContext context =
                    worked(policy, caller, tagPolicy).tagSettings(mode.equals("all") ? ALL_NEEDED : matchAny());

            assertThat(ids(left(Pools.worked(), context))).as(tagPolicy.name()).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "[{index}] policy [{0}], caller [{1}]: {2} strict, {3} in union, {4} when replaced")
    @CsvSource({
        "eu,     us,      401, A B, B",
        "eu,     job-17,  A,   A,   C",
        "eu,     paid,    A,   A B, A B",
        "eu,     default, 401, A C, C",
        "paid,   eu,      A,   A B, A",
        "paid,   !us,     A,   A,   C",
        "paid,   &us,     B,   B,   B",
        "paid,   !paid,   401, 401, C",
        "&eu,    us,      401, 401, B",
        "&paid,  us,      B,   B,   B",
        "!us,    paid,    401, A,   A B",
        "eu,     paid us, 401, A B, A B",
        "eu,     eu x,    A,   A,   A",
        "gold,   us,      401, B,   B",
    })
    @Tag("S19")
    void policy_and_caller_work_together_as_the_tag_policy_says(
            String policy, String caller, String strict, String union, String replaced) {
        assertThat(ids(left(Pools.worked(), worked(policy, caller, TagPolicy.STRICT))))
                .isEqualTo(strict);
        assertThat(ids(left(Pools.worked(), worked(policy, caller, TagPolicy.UNION))))
                .isEqualTo(union);
        assertThat(ids(left(Pools.worked(), worked(policy, caller, TagPolicy.CALLER_REPLACES))))
                .isEqualTo(replaced);
    }

    private static AContext worked(String policy, String caller, TagPolicy tagPolicy) {
        return new AContext()
                .filteringTags()
                .tags(TagSource.TEAM, list(policy))
                .tags(TagSource.HEADER, list(caller))
                .tagPolicy(tagPolicy);
    }

    private static RoutingSettings.Tags matchAny() {
        return new RoutingSettings.Tags(true, true, "", TagPolicy.STRICT);
    }

    @Test
    void the_policys_tags_may_all_be_needed_and_the_callers_too() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("both").tagged("teamA", "eu", "fast", "new"),
                ADeployment.named("fast").tagged("teamA", "eu", "fast"),
                ADeployment.named("elsewhere").tagged("teamA", "us", "fast", "new"));
        AContext context = new AContext()
                .tags(TagSource.KEY, "teamA", "eu")
                .tags(TagSource.BODY, "fast", "new", "job-17")
                .tagSettings(ALL_NEEDED);

        assertThat(left(pool, context)).containsExactly("both");
    }

    // ---- who is down

    @Test
    @Tag("S21")
    void a_known_tag_never_spills_to_default_because_its_carriers_are_down() {
        DeploymentPool pool = Pools.worked();
        Pools.coolDown(pool, "A", time.nanos(), Duration.ofSeconds(30));

        Filtering outcome = filtered(pool, new AContext().tagged("eu"));

        assertThat(outcome.refusal()).isEqualTo(new CallRefusal.TagsDenied("chat", List.of("eu")));
        assertThat(left(pool, new AContext().tagged("paid"))).containsExactly("B");
    }

    @Test
    @Tag("S21")
    void an_untagged_request_waits_for_the_default_deployment_instead_of_taking_a_paid_one() {
        DeploymentPool pool = Pools.worked();
        Pools.coolDown(pool, "C", time.nanos(), Duration.ofSeconds(30));

        Filtering outcome = filtered(pool, new AContext().filteringTags());

        assertThat(outcome.refusal())
                .isEqualTo(new CallRefusal.NoneAvailable(
                        "chat",
                        Duration.ofSeconds(30),
                        List.of(pool.deployment(2).id()),
                        false,
                        false));
    }

    @Test
    void an_untagged_request_takes_anybody_when_the_default_deployment_can_never_serve_it() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").in("eu").tagged("default"),
                ADeployment.named("B").in("us").tagged("paid"),
                ADeployment.named("C").in("us"));
        AContext context = new AContext().filteringTags().in(RegionRestriction.Source.KEY, "us");

        assertThat(Filtering.of(pool, context.build(), new RegionFilter(), new TagFilter())
                        .left())
                .containsExactly("B", "C");
    }

    // ---- whether it runs at all

    @Test
    void tags_mean_nothing_where_filtering_is_off() {
        assertThat(left(Pools.worked(), new AContext().tags(TagSource.BODY, "eu")))
                .containsExactly("A", "B", "C");
    }

    @Test
    void key_or_team_may_switch_filtering_on() {
        AContext context = new AContext().tags(TagSource.BODY, "eu").tagFilteringForced();

        assertThat(left(Pools.worked(), context)).containsExactly("A");
    }

    @Test
    void a_group_has_its_own_switch_either_way() {
        DeploymentPool on = Pools.of(
                ADeployment.named("A").tagged("x").filteringTags(true),
                ADeployment.named("B").tagged("y"));
        DeploymentPool off = Pools.of(
                ADeployment.named("A").tagged("x").filteringTags(false),
                ADeployment.named("B").tagged("y"));

        assertThat(left(on, new AContext().tags(TagSource.BODY, "x"))).containsExactly("A");
        assertThat(left(off, new AContext().tagged("x"))).containsExactly("A", "B");
        assertThat(left(off, new AContext().tagged("x").tagFilteringForced())).containsExactly("A");
    }

    // ---- plain tags

    @Test
    void without_a_default_untagged_requests_go_anywhere_and_unknown_tags_nowhere() {
        DeploymentPool pool =
                Pools.of(ADeployment.named("A"), ADeployment.named("B").tagged("x"));

        assertThat(left(pool, new AContext().filteringTags())).containsExactly("A", "B");
        assertThat(filtered(pool, new AContext().tagged("gold", "pink")).refusal())
                .isEqualTo(new CallRefusal.TagsDenied("chat", List.of("gold", "pink")));
    }

    @Test
    @Tag("S22")
    void tags_are_compared_exactly() {
        DeploymentPool pool = Pools.of(ADeployment.named("A").tagged("Free", "a,b", "x*"));

        for (String close : List.of("free", "Free ", "a", "xy", "x", "*")) {
            assertThat(left(pool, new AContext().tagged(close))).as(close).isEmpty();
        }
        assertThat(left(pool, new AContext().tagged("a,b"))).containsExactly("A");
    }

    @Test
    @Tag("S20")
    void leaving_tags_out_gains_nothing_over_a_policy() {
        DeploymentPool pool = Pools.of(
                ADeployment.named("A").tagged("teamA"),
                ADeployment.named("B"),
                ADeployment.named("C").tagged("default"));

        assertThat(left(pool, new AContext().filteringTags().tags(TagSource.KEY, "teamA")))
                .containsExactly("A");
    }

    @Test
    void every_rejection_tells_what_was_needed() {
        Filtering outcome = filtered(Pools.worked(), new AContext().tagged("paid", "!us", "&eu"));

        assertThat(outcome.rejection("A")).isNull();
        assertThat(outcome.why("B")).isEqualTo("tag_excluded: must not carry any of [us]");
        assertThat(outcome.why("C")).isEqualTo("tag_required: must carry [eu]");
        assertThat(filtered(Pools.worked(), new AContext().tagged("us")).why("A"))
                .isEqualTo("tag_mismatch: needs one of [us]");
        assertThat(filtered(Pools.worked(), new AContext().filteringTags()).why("A"))
                .isEqualTo("tag_mismatch: needs one of [default]");
    }

    @Test
    void the_prefix_for_routing_is_taken_off() {
        var settings = new RoutingSettings.Tags(true, true, "route:", TagPolicy.STRICT);

        assertThat(left(
                        Pools.worked(),
                        new AContext().tags(TagSource.BODY, "route:eu").tagSettings(settings)))
                .containsExactly("A");
        assertThat(left(
                        Pools.worked(),
                        new AContext().tags(TagSource.BODY, "route:!us", "paid").tagSettings(settings)))
                .containsExactly("A");
    }
}
