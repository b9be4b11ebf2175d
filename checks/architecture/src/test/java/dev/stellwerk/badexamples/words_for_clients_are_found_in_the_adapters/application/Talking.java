package dev.stellwerk.badexamples.words_for_clients_are_found_in_the_adapters.application;

import dev.stellwerk.domain.error.CallRefusal;

final class Talking {
    private Talking() {}

    static CallRefusal refusal() {
        return new CallRefusal.Invalid("'model' is missing", "model");
    }
}
