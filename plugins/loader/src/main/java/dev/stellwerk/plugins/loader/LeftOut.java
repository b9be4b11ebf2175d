package dev.stellwerk.plugins.loader;

/**
 * Why a plugin is not used.
 *
 * @param code a word for programs, such as {@code duplicate_id}
 * @param detail a sentence for people
 */
public record LeftOut(String code, String detail) {}
