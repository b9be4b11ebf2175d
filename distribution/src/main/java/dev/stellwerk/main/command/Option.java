package dev.stellwerk.main.command;

import org.jspecify.annotations.Nullable;

/**
 * One option of a command.
 *
 * @param name with its dashes, such as {@code --config}
 * @param shortName such as {@code -c}; null means none
 * @param value what its value is called in the help; null means that it takes none
 * @param help one line
 */
record Option(
        String name, @Nullable String shortName, @Nullable String value, String help) {
    static Option flag(String name, String help) {
        return new Option(name, null, null, help);
    }

    static Option value(String name, String value, String help) {
        return new Option(name, null, value, help);
    }

    Option orShort(String other) {
        return new Option(name, other, value, help);
    }

    boolean named(String word) {
        return word.equals(name) || word.equals(shortName);
    }

    @Override
    public String toString() {
        return (shortName == null ? "    " : shortName + ", ") + name + (value == null ? "" : " " + value);
    }
}
