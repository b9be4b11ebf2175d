package dev.stellwerk.main.command;

import dev.stellwerk.main.gateway.StartFault;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** One command of the command line. */
public interface Command {
    String name();

    /** One line for the list of commands. */
    String summary();

    List<Option> options();

    /**
     * Runs to the end; the result is the exit code.
     *
     * @throws UsageFault when options are missing or contradict each other
     * @throws StartFault when configuration or environment are at fault
     */
    int run(Arguments arguments, Console console) throws UsageFault, StartFault;

    /** Where a command reads and writes. */
    record Console(PrintStream out, PrintStream err, Map<String, String> environment) {}
}
