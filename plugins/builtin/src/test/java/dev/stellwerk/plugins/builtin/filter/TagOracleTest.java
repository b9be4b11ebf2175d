package dev.stellwerk.plugins.builtin.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.Seeds;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.Filtering;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of tag routing once more, written for reading, deployment by deployment: both must agree on any case. */
@Tag("S19")
class TagOracleTest {
    private static final List<String> WORDS =
            List.of("a", "b", "c", "default", "unknown", "&a", "&b", "&unknown", "!a", "!c", "!default", "!unknown");

    @Test
    void bit_sets_and_plain_words_select_the_same_deployments() {
        Seeds.forEach(3000, random -> {
            DeploymentPool pool = Pools.random(random, 1 + random.nextInt(random.nextInt(4) == 0 ? 150 : 6));
            Set<String> policy = words(random);
            Set<String> caller = words(random);
            boolean matchAny = random.nextBoolean();
            for (TagPolicy tagPolicy : TagPolicy.values()) {
                AContext context = new AContext()
                        .tags(TagSource.TEAM, policy.toArray(String[]::new))
                        .tags(TagSource.HEADER, caller.toArray(String[]::new))
                        .tagSettings(new RoutingSettings.Tags(true, matchAny, "", tagPolicy))
                        .tagPolicy(tagPolicy);

                assertThat(Filtering.of(pool, context.build(), new TagFilter()).left())
                        .as("%s, policy %s, caller %s, any %s", tagPolicy, policy, caller, matchAny)
                        .isEqualTo(new Oracle(pool.deployments(), matchAny).select(tagPolicy, policy, caller));
            }
        });
    }

    private static Set<String> words(RandomGenerator random) {
        var words = new LinkedHashSet<String>();
        for (int n = random.nextInt(4); n > 0; n--) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words;
    }

    private record Oracle(List<Deployment> group, boolean matchAny) {
        List<String> select(TagPolicy tagPolicy, Set<String> policy, Set<String> caller) {
            Set<String> both = new LinkedHashSet<>(policy);
            both.addAll(caller);
            List<Deployment> selected = switch (tagPolicy) {
                case UNION -> ordinary(both);
                case CALLER_REPLACES -> ordinary(caller.isEmpty() ? policy : caller);
                case STRICT -> policy.isEmpty() ? ordinary(caller) : inside(ordinary(policy), caller);
            };
            return selected.stream().map(d -> d.id().value()).toList();
        }

        private List<Deployment> ordinary(Set<String> tags) {
            List<Deployment> left = constrained(group, tags);
            Set<String> plain = plain(tags);
            if (plain.isEmpty()) {
                boolean requires = tags.stream().anyMatch(tag -> tag.startsWith("&"));
                return requires || carriers(group, "default").isEmpty() ? left : carriers(left, "default");
            }
            List<Deployment> matching = keep(left, d -> matches(d, plain));
            if (!matching.isEmpty()) {
                return matching;
            }
            boolean known = plain.stream().anyMatch(tag -> !carriers(group, tag).isEmpty());
            return known ? List.of() : carriers(left, "default");
        }

        private List<Deployment> inside(List<Deployment> pool, Set<String> caller) {
            var known = new LinkedHashSet<>(plain(caller));
            known.removeIf(tag -> carriers(group, tag).isEmpty());
            if (known.stream().anyMatch(tag -> carriers(pool, tag).isEmpty())) {
                return List.of();
            }
            List<Deployment> left = constrained(pool, caller);
            return known.isEmpty() ? left : keep(left, d -> matches(d, known));
        }

        private boolean matches(Deployment deployment, Set<String> tags) {
            return matchAny
                    ? tags.stream().anyMatch(tag -> carries(deployment, tag))
                    : tags.stream().allMatch(tag -> carries(deployment, tag));
        }

        private static Set<String> plain(Set<String> tags) {
            var plain = new LinkedHashSet<>(tags);
            plain.removeIf(tag -> tag.startsWith("&") || tag.startsWith("!"));
            return plain;
        }

        private static List<Deployment> constrained(List<Deployment> from, Set<String> tags) {
            return keep(
                    from,
                    d -> tags.stream().allMatch(tag -> {
                        String name = tag.substring(1);
                        return tag.startsWith("&") ? carries(d, name) : !tag.startsWith("!") || !carries(d, name);
                    }));
        }

        private static boolean carries(Deployment deployment, String tag) {
            return deployment.tagRules().tags().contains(tag);
        }

        private static List<Deployment> carriers(List<Deployment> from, String tag) {
            return keep(from, d -> carries(d, tag));
        }

        private static List<Deployment> keep(List<Deployment> from, Predicate<Deployment> fit) {
            var kept = new ArrayList<>(from);
            kept.removeIf(fit.negate());
            return kept;
        }
    }
}
