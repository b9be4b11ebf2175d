package dev.stellwerk.badexamples.exceptions_have_names.application;

final class Vague {
    void fail() {
        throw new RuntimeException("something");
    }
}
