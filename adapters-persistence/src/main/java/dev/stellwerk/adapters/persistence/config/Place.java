package dev.stellwerk.adapters.persistence.config;

/**
 * Where something stands.
 *
 * @param line counted from 1; 0 when it is about no line
 */
record Place(String file, int line) {}
