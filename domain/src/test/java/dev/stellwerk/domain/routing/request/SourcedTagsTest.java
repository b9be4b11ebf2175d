package dev.stellwerk.domain.routing.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SourcedTagsTest {
    private static SourcedTags.Builder tags() {
        return new SourcedTags.Builder();
    }

    @Test
    @Tag("S23")
    void a_tag_counts_once_whichever_ways_it_came() {
        SourcedTags tags = tags().add(TagSource.METADATA, List.of("a", "b", "a"))
                .add(TagSource.HEADER, List.of("b", "c"))
                .build();

        assertThat(tags.names()).containsExactly("a", "b", "c");
        assertThat(tags.sources())
                .isEqualTo(Map.of("a", TagSource.METADATA, "b", TagSource.METADATA, "c", TagSource.HEADER));
    }

    @Test
    void what_caller_and_policy_both_say_is_both() {
        SourcedTags tags = tags().add(TagSource.BODY, List.of("eu", "x"))
                .add(TagSource.KEY, List.of("eu"))
                .add(TagSource.TEAM, List.of("paid"))
                .build();

        assertThat(tags.sources()).containsEntry("eu", TagSource.KEY);
        assertThat(tags.policy().plain()).containsExactly("eu", "paid");
        assertThat(tags.caller().plain()).containsExactly("eu", "x");
        assertThat(tags.all().plain()).containsExactly("eu", "x", "paid");
    }

    @Test
    void signs_tell_what_is_required_and_excluded() {
        DemandedTags demand = DemandedTags.of(List.of("a", "&b", "!c", "&", "!", "&!d"), Set.of());

        assertThat(demand).isEqualTo(new DemandedTags(List.of("a"), List.of("b", "!d"), List.of("c"), List.of()));
        assertThat(demand.asksNothing()).isFalse();
        assertThat(DemandedTags.of(List.of("&", "!", ""), Set.of()).asksNothing())
                .isTrue();
    }

    @Test
    void a_prefix_marks_what_is_meant_for_routing_and_is_taken_off() {
        List<String> sent = List.of("route:a", "route:&b", "c", "route:");
        SourcedTags tags =
                new SourcedTags.Builder("route:").add(TagSource.BODY, sent).build();

        assertThat(tags.caller())
                .isEqualTo(new DemandedTags(List.of("a", "c"), List.of("b"), List.of(), List.of("a", "b")));
        assertThat(tags.names()).containsExactly("a", "&b", "c", "");
        assertThat(tags().add(TagSource.BODY, sent).build().caller().plain()).containsExactlyElementsOf(sent);
    }

    @Test
    void no_tags_ask_nothing() {
        assertThat(tags().build()).isSameAs(SourcedTags.NONE);
        assertThat(SourcedTags.NONE.isEmpty()).isTrue();
        assertThat(SourcedTags.NONE.all().asksNothing()).isTrue();
    }
}
