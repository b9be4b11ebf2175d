package dev.stellwerk.main.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options given to a command, as {@code --name value}, {@code --name=value} or a bare {@code --name}. */
public final class Arguments {
    private final Map<String, List<String>> values = new HashMap<>();

    private Arguments() {}

    /**
     * Reads what follows the name of a command.
     *
     * @throws UsageFault for a word that is no option of it
     */
    public static Arguments parse(Command command, List<String> words) throws UsageFault {
        var arguments = new Arguments();
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            Option option = command.options().stream()
                    .filter(candidate -> candidate.named(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(command, word, name));
            arguments.add(option, equals < 0 ? null : word.substring(equals + 1), rest);
        }
        return arguments;
    }

    /** A file without its option is a habit from elsewhere. */
    private static UsageFault unknown(Command command, String word, String name) {
        if (name.startsWith("-")) {
            return new UsageFault("unknown option " + name);
        }
        return new UsageFault(
                command.options().contains(Configurations.CONFIG)
                        ? "unexpected '" + word + "': a configuration is named by its option, as in 'stellwerk "
                                + command.name() + " --config " + word + "'"
                        : "unexpected '" + word + "'");
    }

    private void add(Option option, @Nullable String inline, Iterator<String> rest) throws UsageFault {
        List<String> given = values.computeIfAbsent(option.name(), _ -> new ArrayList<>());
        if (option.value() == null) {
            if (inline != null) {
                throw new UsageFault("option " + option.name() + " takes no value");
            }
            given.add("");
        } else if (inline != null) {
            given.add(inline);
        } else if (rest.hasNext()) {
            given.add(rest.next());
        } else {
            throw new UsageFault("option " + option.name() + " needs " + option.value());
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The last value given. */
    Optional<String> value(String name) {
        List<String> given = all(name);
        return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    String required(String name) throws UsageFault {
        return value(name).orElseThrow(() -> new UsageFault("option " + name + " is needed"));
    }

    int number(String name, int otherwise, int min, int max) throws UsageFault {
        Optional<String> given = value(name);
        if (given.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(given.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with a number out of bounds
        }
        throw new UsageFault("option " + name + " needs a number from " + min + " to " + max + ", not " + given.get());
    }
}
