package dev.stellwerk.adapters.persistence.config.key;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A part of the file with keys of its own. */
public enum Part {
    TOP_LEVEL("at the top level"),
    ROUTER_SETTINGS("in router_settings"),
    LITELLM_SETTINGS("in litellm_settings"),
    GENERAL_SETTINGS("in general_settings"),
    CACHE_PARAMS("in litellm_settings.cache_params"),
    MODEL_LIST("beside model_name"),
    LITELLM_PARAMS("in litellm_params"),
    MODEL_INFO("in model_info");

    private static final List<Part> OF_DEPLOYMENTS = List.of(MODEL_LIST, LITELLM_PARAMS, MODEL_INFO);

    private final String place;

    Part(String place) {
        this.place = place;
    }

    String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where its keys stand, for people. */
    String place() {
        return place;
    }

    /** The parts whose keys may end up here by mistake. */
    List<Part> mistakenFor() {
        return Arrays.stream(values())
                .filter(other -> other != this && OF_DEPLOYMENTS.contains(other) == OF_DEPLOYMENTS.contains(this))
                .toList();
    }
}
