package dev.stellwerk.badexamples.sentences_of_the_wire_stay_in_the_adapters.application;

final class Quoting {
    static final String SENTENCE = "litellm.BadRequestError: ";

    private Quoting() {}

    static String sentence(String what) {
        return SENTENCE + what;
    }
}
