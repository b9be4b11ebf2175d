package dev.stellwerk.main;

import java.util.List;

/** {@code stellwerk version}. */
final class VersionCommand implements Command {
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
        console.out().println("stellwerk " + version());
        return 0;
    }

    /** The version of the build; {@code unpacked} when the classes do not come from its jar. */
    static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "unpacked" : version;
    }
}
