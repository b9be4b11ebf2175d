package dev.stellwerk.application.port.in;

import java.util.List;
import java.util.Objects;

/** A management request that cannot be carried out; nothing has changed. */
public final class ManagementFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Why it cannot be carried out. The words are made at the edge. */
    public sealed interface Problem {
        /** The text chosen for a key is too easy to guess, or no key could have it. */
        record KeyTextUnfit() implements Problem {}

        /** The text chosen for a key is the master key's. */
        record KeyTextOfMaster() implements Problem {}

        /** There is a key of this text. */
        record KeyExists() implements Problem {}

        /** Another key has this alias. */
        record KeyAliasTaken() implements Problem {}

        /** There is no such key, or not for this caller. */
        record KeyUnknown() implements Problem {}

        /** None of several keys exists. */
        record KeysUnknown() implements Problem {}

        /** The team of a key does not exist. */
        record TeamOfKeyUnknown(String id) implements Problem {}

        /** No team can have this id. */
        record TeamIdUnfit() implements Problem {}

        record TeamExists(String id) implements Problem {}

        /** There are no such teams, or not for this caller. */
        record TeamsUnknown(List<String> ids) implements Problem {
            public TeamsUnknown {
                ids = List.copyOf(ids);
            }
        }

        /** No customer can have this id. */
        record CustomerIdUnfit() implements Problem {}

        record CustomerExists(String id) implements Problem {}

        record CustomersUnknown(List<String> ids) implements Problem {
            public CustomersUnknown {
                ids = List.copyOf(ids);
            }
        }

        /** The model of a customer's calls that name none leads nowhere. */
        record DefaultModelUnknown() implements Problem {}

        /** A setting of the router has a value that makes no sense. */
        record RouterSettingUnfit(String name) implements Problem {}

        /** Another version of the record is in force than the one that was read. */
        record Outdated() implements Problem {}
    }

    public ManagementFault(Problem problem) {
        super(null, null, false, false);
        this.problem = Objects.requireNonNull(problem);
    }

    public Problem problem() {
        return problem;
    }

    /** For logs and tests; nobody is answered with it. */
    @Override
    public String getMessage() {
        return problem.toString();
    }
}
