package dev.stellwerk.main.command;

import dev.stellwerk.main.gateway.BuildVersion;
import java.util.List;

/** {@code stellwerk version}. */
public final class VersionCommand implements Command {
    @Override
    public String name() {
        return "version";
    }

    @Override
    public String summary() {
        return "prints the version";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public int run(Arguments arguments, Console console) {
        console.out().println("stellwerk " + BuildVersion.text());
        return 0;
    }
}
