package dev.stellwerk.adapters.persistence.config.finding;

/**
 * Where something stands.
 *
 * @param line counted from 1; 0 when it is about no line
 */
public record Place(String file, int line) {
    /** Of what was said by an environment variable and in no file. */
    public static final Place ENVIRONMENT = new Place("environment", 0);
}
