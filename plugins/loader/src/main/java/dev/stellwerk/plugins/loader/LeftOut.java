package dev.stellwerk.plugins.loader;

/**
 * A plugin that is not used, and why.
 *
 * @param plugin its id, or its class where it has none
 * @param code a word for programs, such as {@code duplicate_id}
 * @param detail a sentence for people
 */
public record LeftOut(String plugin, String code, String detail) {}
