package dev.stellwerk.application.management;

import dev.stellwerk.application.access.Stores;
import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import dev.stellwerk.application.port.out.OtherVersion;
import dev.stellwerk.application.port.out.RouterSettingsReader;
import dev.stellwerk.domain.access.Metadata;
import java.util.List;
import java.util.function.Supplier;

/** Asks a directory for a change, and tells when the record is another than the one that was read. */
final class Changes {
    private Changes() {}

    static <T> T ask(String what, Supplier<T> question) {
        try {
            return Stores.ask(what, question);
        } catch (OtherVersion _) {
            throw new ManagementFault(new Problem.Outdated());
        }
    }

    /** Refuses settings of the router that would be taken for not set. */
    static void requireFit(FieldChange<Metadata> settings, RouterSettingsReader reader) {
        Metadata given = settings.valueOrNull();
        List<String> unfit = given == null ? List.of() : reader.read(given).unfit();
        if (!unfit.isEmpty()) {
            throw new ManagementFault(new Problem.RouterSettingUnfit(unfit.getFirst()));
        }
    }
}
