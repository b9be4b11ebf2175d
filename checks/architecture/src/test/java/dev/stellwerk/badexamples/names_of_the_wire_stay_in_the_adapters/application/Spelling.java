package dev.stellwerk.badexamples.names_of_the_wire_stay_in_the_adapters.application;

import java.util.Map;

final class Spelling {
    private Spelling() {}

    static Object retries(Map<String, ?> settings) {
        return settings.get("num_retries");
    }
}
