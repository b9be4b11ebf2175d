package dev.stellwerk.application.call;

/** A header of an upstream's answer; the name in lower case. */
public record Header(String name, String value) {}
