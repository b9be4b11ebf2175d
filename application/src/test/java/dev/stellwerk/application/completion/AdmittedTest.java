package dev.stellwerk.application.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.session.FallbackReport;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmittedTest {
    private static final CallRefusal.NoneUsable LACKING =
            new CallRefusal.NoneUsable("chat", List.of("credential_missing"), List.of("SOME_KEY"));
    private static final FallbackReport REPORT = new FallbackReport("chat", List.of("spare"), List.of("dear"), LACKING);

    private static Admitted admitted(Caller caller) {
        return new Admitted(
                caller,
                Pools.catalog(),
                RoutingSettings.DEFAULTS,
                RoutingRequest.of("chat", RoutingRequest.Constraints.NONE),
                Ties.NONE,
                List.of());
    }

    @Test
    void admins_are_told_which_variables_are_not_set() {
        Admitted ofAdmin = admitted(Caller.MASTER_KEY);

        assertThat(ofAdmin.told(LACKING)).isEqualTo(LACKING);
        assertThat(ofAdmin.told(REPORT)).isEqualTo(REPORT);
    }

    @Test
    void keys_are_told_that_a_credential_is_missing_and_never_whose() {
        Admitted ofKey = admitted(new AccessFixture().callerWith(Map.of()));

        assertThat(ofKey.told(LACKING)).isEqualTo(LACKING.withoutVariables());
        assertThat(ofKey.told(REPORT))
                .isEqualTo(new FallbackReport("chat", List.of("spare"), List.of("dear"), LACKING.withoutVariables()));
    }
}
