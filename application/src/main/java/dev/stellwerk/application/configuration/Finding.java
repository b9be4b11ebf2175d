package dev.stellwerk.application.configuration;

/**
 * Something that was noticed while a configuration was read.
 *
 * @param file as it was named
 * @param line counted from 1; 0 when the finding is about no line
 * @param path the key's path, such as {@code router_settings.routing_strategy} or {@code model_list[0].litellm_params}
 */
public record Finding(String file, int line, Level level, String path, String message) {
    /** How bad it is. */
    public enum Level {
        /** The gateway does not start. */
        ERROR("error"),
        /** The gateway starts; something is not as it was probably meant. */
        WARNING("warning");

        private final String label;

        Level(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** One line for people and programs: {@code FILE:LINE: level: key.path: message}, or {@code FILE: level: …}. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line;
        return place + ": " + level.label() + ": " + path + ": " + message;
    }
}
