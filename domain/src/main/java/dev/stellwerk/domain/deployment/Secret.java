package dev.stellwerk.domain.deployment;

/** A credential. It prints as {@code ***}, so that no log line, message or dump can show it by accident. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
