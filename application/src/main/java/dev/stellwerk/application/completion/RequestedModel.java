package dev.stellwerk.application.completion;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.pool.DeploymentPool;
import org.jspecify.annotations.Nullable;

/** The name that is routed: what the gateway, the team and the key make of the one that was sent, a hop each. */
final class RequestedModel {
    private RequestedModel() {}

    /** The name; null when the call brings none and its kind does not tell which is meant. */
    static @Nullable String of(
            ModelCall call, Caller caller, GatewayConfiguration.Access rules, CatalogSnapshot snapshot) {
        String configured = configured(call, rules.routeModels());
        String sent = configured != null ? configured : call.model();
        if (sent == null) {
            sent = onlyOne(call, caller.team().map(Team::id).orElse(null), snapshot);
        }
        return sent == null ? null : renamed(sent, caller, rules);
    }

    private static @Nullable String configured(ModelCall call, GatewayConfiguration.RouteModels models) {
        return switch (call.type()) {
            case CHAT, TEXT_COMPLETION, TOKEN_COUNT -> models.completion();
            case EMBEDDING -> models.embedding();
            case IMAGE -> models.imageGeneration();
            case MODERATION -> models.moderation();
            case RESPONSES, SPEECH, TRANSCRIPTION, RERANK, STORED_RESPONSE -> null;
        };
    }

    /** Where clients may leave the model out, the only group of that kind is meant; other teams' groups are none. */
    private static @Nullable String onlyOne(ModelCall call, @Nullable String teamId, CatalogSnapshot snapshot) {
        return switch (call.type()) {
            case MODERATION -> onlyGroupOf("moderation", teamId, snapshot);
            case IMAGE -> onlyGroupOf("image_generation", teamId, snapshot);
            case CHAT,
                    TEXT_COMPLETION,
                    EMBEDDING,
                    RESPONSES,
                    SPEECH,
                    TRANSCRIPTION,
                    RERANK,
                    TOKEN_COUNT,
                    STORED_RESPONSE -> null;
        };
    }

    private static @Nullable String onlyGroupOf(String mode, @Nullable String teamId, CatalogSnapshot snapshot) {
        String found = null;
        for (DeploymentPool group : snapshot.groups()) {
            if (group.openTo(teamId)
                    && group.deployments().stream()
                            .allMatch(one -> one.facts().mode().equals(mode))) {
                if (found != null) {
                    return null;
                }
                found = group.name();
            }
        }
        return found;
    }

    private static String renamed(String sent, Caller caller, GatewayConfiguration.Access rules) {
        String model = rules.modelAliases().getOrDefault(sent, sent);
        var ofTeam = caller.team().map(Team::modelAliases);
        if (ofTeam.isPresent()) {
            model = ofTeam.get().getOrDefault(model, model);
        }
        if (caller.key().isPresent()) {
            model = caller.key().get().aliases().getOrDefault(model, model);
        }
        return model;
    }
}
