package dev.stellwerk.adapters.persistence.config.general;

import dev.stellwerk.adapters.persistence.config.model.ModelNames;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Scope;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.configuration.GatewayConfiguration.RouteModels;
import dev.stellwerk.domain.deployment.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads who may call, and how callers are recognised. */
public final class AccessReader {
    private final Section general;
    private final Environment environment;
    private final ModelNames names;

    public AccessReader(Section general, Environment environment, ModelNames names) {
        this.general = general;
        this.environment = environment;
        this.names = names;
    }

    public Access read(Map<String, String> modelAliases) {
        Duration keyCacheLife = general.seconds("user_api_key_cache_ttl");
        return new Access(
                masterKey(),
                general.filledText("litellm_key_header_name"),
                general.filledText("user_header_name"),
                customerHeaders(),
                general.flag("enforce_user_param", false),
                general.flag("reject_clientside_metadata_tags", false),
                general.flag("dangerously_allow_mock_testing_request_params"),
                new RouteModels(
                        model("completion_model"),
                        model("embedding_model"),
                        model("image_generation_model"),
                        model("moderation_model")),
                modelAliases,
                keyCacheLife == null ? Access.DEFAULTS.keyCacheLife() : keyCacheLife);
    }

    private @Nullable Secret masterKey() {
        Value written = general.get("master_key");
        if (written == null) {
            String fromEnvironment = environment.get("LITELLM_MASTER_KEY");
            return fromEnvironment == null ? null : new Secret(fromEnvironment.strip());
        }
        String key = written.withUnset(Scope.UnsetRule.ERROR).text();
        if (key != null && key.isBlank()) {
            written.error("must not be blank");
        }
        return key == null || key.isBlank() ? null : new Secret(key);
    }

    private @Nullable String model(String key) {
        Value value = general.get(key);
        String model = value == null ? null : value.text();
        if (value != null && model != null && !names.leadSomewhere(model)) {
            value.warning("no model is called '" + Value.shown(model) + "'" + names.hint(model));
        }
        return model;
    }

    /** Headers mapped to the role of a customer; a single mapping need not be a list. */
    private List<String> customerHeaders() {
        Value mappings = general.get("user_header_mappings");
        if (mappings == null) {
            return List.of();
        }
        var headers = new ArrayList<String>();
        for (Value item : mappings.isMap() ? List.of(mappings) : mappings.items()) {
            Section mapping = item.section();
            String header = mapping.filledText("header_name");
            String role = mapping.filledText("litellm_user_role");
            mapping.reportOthers(Level.WARNING);
            if (header == null && item.isMap()) {
                item.error("needs a header_name");
            } else if (header != null && "customer".equalsIgnoreCase(role)) {
                headers.add(header);
            }
        }
        return headers;
    }
}
