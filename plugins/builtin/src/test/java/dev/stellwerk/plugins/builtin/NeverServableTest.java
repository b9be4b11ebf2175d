package dev.stellwerk.plugins.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.deployment.ClientCredential;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.region.RegionRestriction.Source;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.request.SourcedTags;
import dev.stellwerk.domain.routing.session.Step;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.Fallbacks;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.time.VirtualTime;
import dev.stellwerk.domain.traffic.Cooldown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the configuration lacks is told as such: not as a limit that passes, and not as the caller's tags. */
class NeverServableTest {
    private final VirtualTime time = new VirtualTime();
    private RoutingSettings settings =
            RoutingSettings.DEFAULTS.withTags(new RoutingSettings.Tags(true, true, "", TagPolicy.STRICT));

    private static ADeployment without(String variable, String id) {
        return ADeployment.named(id)
                .outOfService("credential_missing")
                .with(builder -> builder.missingVariables(List.of(variable)));
    }

    private static CallRefusal.NoneUsable lacking(String variable) {
        return new CallRefusal.NoneUsable("chat", List.of("credential_missing"), List.of(variable));
    }

    private Step first(CatalogSnapshot catalog, String model, Constraints constraints) {
        return BuiltIns.session(catalog, settings, RoutingRequest.of(model, constraints), new SplittableRandom(1), time)
                .start();
    }

    private Failure refusal(CatalogSnapshot catalog, Constraints constraints) {
        return ((Step.GiveUp) first(catalog, "chat", constraints)).failure();
    }

    private Failure refusal(ADeployment... members) {
        return refusal(Pools.catalog(members), Constraints.NONE);
    }

    private static Constraints tagged(String... tags) {
        return Constraints.NONE.withTags(SourcedTags.fromCaller(tags));
    }

    private void fallingBackToSpare() {
        settings = settings.withFallbacks(new RoutingSettings.FallbackRules(
                new Fallbacks(Map.of("chat", List.of(FallbackTarget.to("spare")))),
                Fallbacks.NONE,
                Fallbacks.NONE,
                null,
                false,
                true));
    }

    @Test
    void a_missing_credential_may_be_brought_by_the_client() {
        CatalogSnapshot catalog = Pools.catalog(
                without("KEY_A", "A"),
                without("KEY_B", "B").with(builder -> builder.clientCredential(ClientCredential.NEEDED)));
        var bringing =
                new RoutingRequest.Facts(CallType.CHAT, false, 0, 0, null, Set.of(), RoutingRequest.Asker.NOBODY, true);
        var request = new RoutingRequest(
                "chat",
                Constraints.NONE,
                bringing,
                RoutingRequest.of("chat", Constraints.NONE).overrides(),
                List.of());

        assertThat(BuiltIns.session(catalog, settings, request, new SplittableRandom(1), time)
                        .start())
                .isInstanceOfSatisfying(
                        Step.Call.class,
                        call -> assertThat(call.decision().deployment().id().value())
                                .isEqualTo("B"));
        assertThat(refusal(catalog, Constraints.NONE)).isInstanceOf(CallRefusal.NoneUsable.class);
    }

    @Test
    void a_missing_credential_is_named_with_its_variable() {
        assertThat(refusal(without("KEY_B", "B"), without("KEY_A", "A")))
                .isEqualTo(
                        new CallRefusal.NoneUsable("chat", List.of("credential_missing"), List.of("KEY_A", "KEY_B")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"credential_missing", "address_missing", "provider_unknown"})
    void whatever_makes_a_deployment_useless_is_told_as_it_is(String why) {
        assertThat(refusal(ADeployment.named("A").outOfService(why)))
                .isEqualTo(new CallRefusal.NoneUsable("chat", List.of(why), List.of()));
    }

    @Test
    void a_group_that_is_blocked_in_the_file_is_no_limit_that_passes() {
        assertThat(refusal(ADeployment.named("A").blocked()))
                .isEqualTo(new CallRefusal.NoneUsable("chat", List.of("paused"), List.of()));
        assertThat(refusal(ADeployment.named("A").blocked(), without("KEY", "B")))
                .isEqualTo(new CallRefusal.NoneUsable("chat", List.of("credential_missing", "paused"), List.of("KEY")));
    }

    @Test
    void tags_are_not_blamed_for_what_the_configuration_lacks() {
        CatalogSnapshot lone = Pools.catalog(without("KEY", "A").tagged("paid"));
        assertThat(refusal(lone, tagged("paid"))).isEqualTo(lacking("KEY"));
        assertThat(refusal(lone, tagged("free"))).isEqualTo(lacking("KEY"));

        CatalogSnapshot besideAnother = Pools.catalog(
                without("KEY", "A").tagged("paid"), ADeployment.named("B").tagged("free"));
        assertThat(refusal(besideAnother, tagged("paid"))).isEqualTo(lacking("KEY"));
        assertThat(refusal(besideAnother, tagged("gold")))
                .isEqualTo(new CallRefusal.TagsDenied("chat", List.of("gold")));
    }

    @Test
    void a_region_where_nothing_lies_is_told_as_such_though_others_lack_their_credential() {
        Constraints inEurope = new Constraints(
                null,
                null,
                List.of(new RegionRestriction(Source.KEY, Set.of(new Region("eu")))),
                SourcedTags.NONE,
                false,
                TagPolicy.STRICT,
                (_, _) -> true);

        assertThat(refusal(Pools.catalog(without("KEY", "A").in("us")), inEurope))
                .isInstanceOf(CallRefusal.RegionUnavailable.class);
    }

    @Test
    void one_that_only_cools_down_is_enough_for_waiting_to_help() {
        CatalogSnapshot catalog = Pools.catalog(without("KEY", "A"), ADeployment.named("B"));
        var cooling = new Cooldown(time.nanos() + 9_000_000_000L, 429, "RateLimitError", Duration.ofSeconds(9));
        ((CatalogSnapshot.Resolution.Group) catalog.resolve("chat", null))
                .pool()
                .traffic(1)
                .coolDown(cooling);

        assertThat(refusal(catalog, Constraints.NONE))
                .isEqualTo(new CallRefusal.NoneAvailable(
                        "chat", Duration.ofSeconds(9), List.of(new DeploymentId("B")), false, false));
    }

    @Test
    void a_call_by_id_is_told_too() {
        CatalogSnapshot catalog = Pools.catalog(without("KEY", "A"), ADeployment.named("B"));

        assertThat(((Step.GiveUp) first(catalog, "A", Constraints.NONE)).failure())
                .isEqualTo(lacking("KEY"));
    }

    @Test
    void fallbacks_are_tried_before() {
        fallingBackToSpare();
        CatalogSnapshot catalog = Pools.catalog(without("KEY", "A"), ADeployment.of("spare", "S"));

        assertThat(first(catalog, "chat", Constraints.NONE))
                .isInstanceOfSatisfying(
                        Step.Call.class,
                        call -> assertThat(call.decision().deployment().id().value())
                                .isEqualTo("S"));
    }

    @Test
    void where_the_fallback_cannot_serve_either_the_first_group_is_named() {
        fallingBackToSpare();
        CatalogSnapshot catalog =
                Pools.catalog(without("KEY", "A"), ADeployment.of("spare", "S").outOfService("address_missing"));

        assertThat(refusal(catalog, Constraints.NONE)).isEqualTo(lacking("KEY"));
    }
}
