package dev.stellwerk.application.access;

import static dev.stellwerk.application.access.AccessFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallTagsTest {
    private final AccessFixture fixture = new AccessFixture();

    @Test
    void tags_are_merged_in_order_and_keep_where_they_came_from() {
        CallTags merged = of(caller(List.of("k"), List.of("t")), new ModelCall.Tags(List.of("m"), List.of("h"), null));

        assertThat(merged.tags().names()).containsExactly("m", "k", "t", "h");
        assertThat(merged.tags().sources())
                .isEqualTo(Map.of(
                        "m", TagSource.METADATA, "k", TagSource.KEY, "t", TagSource.TEAM, "h", TagSource.HEADER));
        assertThat(merged.tags().policy().plain()).containsExactly("k", "t");
        assertThat(merged.tags().caller().plain()).containsExactly("m", "h");
        assertThat(merged.policy()).isEqualTo(TagPolicy.STRICT);
        assertThat(merged.ignored()).isEmpty();
    }

    @Test
    void the_bodys_list_replaces_the_headers() {
        CallTags merged = of(Caller.MASTER_KEY, new ModelCall.Tags(null, List.of("h"), List.of("b")));

        assertThat(merged.tags().sources()).isEqualTo(Map.of("b", TagSource.BODY));
        assertThat(of(Caller.MASTER_KEY, new ModelCall.Tags(null, List.of("h"), List.of()))
                        .tags()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void a_tag_of_policy_stays_policy_when_the_caller_repeats_it_S19() {
        CallTags merged = of(caller(List.of("k"), List.of()), new ModelCall.Tags(List.of("k"), null, null));

        assertThat(merged.tags().sources()).isEqualTo(Map.of("k", TagSource.KEY));
    }

    @Test
    void a_key_or_team_may_let_callers_add() {
        Caller caller = fixture.callerWith(Map.of("metadata", Map.of("tags", List.of("k"), "allow_client_tags", true)));

        CallTags merged = of(caller, new ModelCall.Tags(null, null, List.of("b")));

        assertThat(merged.policy()).isEqualTo(TagPolicy.UNION);
        assertThat(merged.tags().names()).containsExactly("k", "b");
    }

    @Test
    void a_key_or_team_may_leave_callers_tags_out_and_they_are_named() {
        fixture.newTeam("t1", Map.of("metadata", Map.of("allow_client_tags", false)));
        Caller caller = fixture.callerWith(
                Map.of("team_id", "t1", "tags", List.of("k"), "metadata", Map.of("allow_client_tags", true)));

        CallTags merged = of(caller, new ModelCall.Tags(List.of("m", "b"), null, List.of("b")));

        assertThat(merged.tags().names()).containsExactly("k");
        assertThat(merged.ignored()).containsExactly("m", "b");
    }

    @Test
    void every_way_in_is_refused_where_callers_tags_are() {
        List<String> tag = List.of("free");
        for (ModelCall.Tags sent : List.of(
                new ModelCall.Tags(tag, null, null),
                new ModelCall.Tags(null, tag, null),
                new ModelCall.Tags(null, null, tag))) {
            assertThat(refusal(() -> CallTags.of(Caller.MASTER_KEY, sent, true, RoutingSettings.Tags.DEFAULTS)))
                    .isEqualTo(new CallRefusal.ClientTagsRefused());
        }
        Caller caller = caller(List.of("k"), List.of());
        assertThat(CallTags.of(caller, ModelCall.Tags.NONE, true, RoutingSettings.Tags.DEFAULTS)
                        .tags()
                        .names())
                .containsExactly("k");
    }

    @Test
    void tags_are_bounded_whichever_way_they_come_S22() {
        List<String> half = Collections.nCopies(33, "x");
        assertThat(refusal(() -> of(Caller.MASTER_KEY, new ModelCall.Tags(half, half, null))))
                .isEqualTo(new CallRefusal.TagsUnfit(false));
        assertThat(refusal(() -> of(Caller.MASTER_KEY, new ModelCall.Tags(List.of("\ud800"), null, null))))
                .isEqualTo(new CallRefusal.TagsUnfit(true));
        for (String bad : List.of("x".repeat(129), "a\nb", "\u0000")) {
            assertThat(refusal(() -> of(Caller.MASTER_KEY, new ModelCall.Tags(null, null, List.of(bad)))))
                    .isEqualTo(new CallRefusal.TagsUnfit(false));
        }
        assertThat(of(Caller.MASTER_KEY, new ModelCall.Tags(null, null, List.of("x".repeat(128), "__proto__", "a b")))
                        .tags()
                        .names())
                .hasSize(3);
    }

    @Test
    void a_routing_prefix_is_taken_off_and_marks_the_tag_as_meant_for_routing() {
        var settings = new RoutingSettings.Tags(true, true, "route:", TagPolicy.STRICT);

        CallTags merged = CallTags.of(
                caller(List.of("route:eu"), List.of()),
                new ModelCall.Tags(null, null, List.of("route:fast", "job")),
                false,
                settings);

        assertThat(merged.tags().names()).containsExactly("eu", "fast", "job");
        assertThat(merged.tags().caller().intended()).containsExactly("fast");
    }

    private Caller caller(List<String> keyTags, List<String> teamTags) {
        fixture.newTeam("tagged", Map.of("tags", teamTags));
        return fixture.callerWith(Map.of("team_id", "tagged", "tags", keyTags));
    }

    private static CallTags of(Caller caller, ModelCall.Tags given) {
        return CallTags.of(caller, given, false, RoutingSettings.Tags.DEFAULTS);
    }
}
