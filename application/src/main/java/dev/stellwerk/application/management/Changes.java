package dev.stellwerk.application.management;

import dev.stellwerk.application.access.Stores;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Kind;
import dev.stellwerk.application.port.out.OtherVersion;
import java.util.function.Supplier;

/** Asks a directory, and says in management's words why it did not do what it was asked. */
final class Changes {
    private Changes() {}

    static <T> T ask(String what, Supplier<T> question) {
        try {
            return Stores.ask(what, question);
        } catch (OtherVersion _) {
            throw new ManagementFault(
                    Kind.OUTDATED, null, "The record was changed meanwhile: read it again, then change it");
        }
    }
}
