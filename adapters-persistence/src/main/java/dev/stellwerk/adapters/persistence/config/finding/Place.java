package dev.stellwerk.adapters.persistence.config.finding;

/**
 * Where something stands.
 *
 * @param line counted from 1; 0 when it is about no line
 */
public record Place(String file, int line) {
    /** Of what was said by an environment variable: told with the file that was read, as its path names the variable. */
    public static final Place ENVIRONMENT = new Place("", 0);

    /** Of what is about a file as a whole. */
    public static Place of(String file) {
        return new Place(file, 0);
    }
}
