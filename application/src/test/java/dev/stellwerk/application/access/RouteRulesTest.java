package dev.stellwerk.application.access;

import static dev.stellwerk.application.access.AccessFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.error.CallRefusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteRulesTest {
    private final AccessFixture fixture = new AccessFixture();

    @ParameterizedTest
    @ValueSource(
            strings = {"/chat/completions", "/v1/chat/completions", "/embeddings", "/models", "/key/info", "/team/info"
            })
    void every_key_may_call_models_and_ask_about_itself(String route) {
        assertThatCode(() -> fixture.access.requireRoute(key(List.of()), route)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/team/new",
                "/end_user/new",
                "/customer/info",
                "/key/generate",
                "/key/update",
                "/config/update",
                "/model/new",
                "/something/that/no/rule/names"
            })
    void what_no_rule_names_is_for_admins_S10(String route) {
        assertThat(refusal(() -> fixture.access.requireRoute(key(List.of()), route)))
                .isEqualTo(new CallRefusal.RouteDenied(route, true));
        fixture.access.requireRoute(Caller.MASTER_KEY, route);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/embeddings, /embeddings, true",
        "/embeddings, /v1/embeddings, true",
        "/v1/embeddings, /chat/completions, false",
        "/responses/{id}, /responses/r1, true",
        "/responses/{id}, /responses/r1/cancel, false",
        "/responses/{id}, /responses, false",
        "/chat/*, /chat/completions, true",
        "/model/*, /models, false",
        "/chat*, /chat/completions, false",
        "/v1/*, /chat/completions, true",
        "/v1/*, /key/info, false",
        "llm_api_routes, /chat/completions, true",
        "llm_api_routes, /key/info, false",
        "openai_routes, /embeddings, true",
        "info_routes, /key/info, true",
        "info_routes, /chat/completions, false",
        "management_routes, /key/list, true",
        "management_routes, /chat/completions, false",
        "/CHAT/completions, /chat/completions, false",
        "*, /chat/completions, false"
    })
    void allowed_routes_narrow(String entry, String route, boolean allowed) {
        if (allowed) {
            fixture.access.requireRoute(key(List.of("/none", entry)), route);
        } else {
            assertThat(refusal(() -> fixture.access.requireRoute(key(List.of("/none", entry)), route)))
                    .isEqualTo(new CallRefusal.RouteDenied(route, false));
        }
    }

    @Test
    void allowed_routes_never_make_an_admin_S15() {
        Caller caller = key(List.of("management_routes", "/key/generate", "/*"));

        assertThat(refusal(() -> fixture.access.requireRoute(caller, "/key/generate")))
                .isEqualTo(new CallRefusal.RouteDenied("/key/generate", true));
    }

    private Caller key(List<String> allowedRoutes) {
        return fixture.callerWith(Map.of("allowed_routes", allowedRoutes));
    }
}
