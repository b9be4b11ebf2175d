package dev.stellwerk.application.port.out;

/** A header of an upstream's answer; the name in lower case. */
public record Header(String name, String value) {}
