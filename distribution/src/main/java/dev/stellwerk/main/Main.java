package dev.stellwerk.main;

import java.io.PrintStream;

/** The command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    private static int run(String[] args, PrintStream out, PrintStream err) {
        return switch (args.length == 0 ? "help" : args[0]) {
            case "version", "--version" -> {
                out.println("stellwerk " + version());
                yield 0;
            }
            case "help", "--help", "-h" -> {
                out.println("usage: stellwerk version | help");
                yield 0;
            }
            default -> {
                err.println("stellwerk: unknown command: " + args[0] + " (see stellwerk help)");
                yield 2;
            }
        };
    }

    private static String version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "unpacked" : version;
    }
}
