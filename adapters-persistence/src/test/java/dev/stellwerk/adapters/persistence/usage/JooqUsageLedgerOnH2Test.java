package dev.stellwerk.adapters.persistence.usage;

import dev.stellwerk.adapters.persistence.access.AccessStore;
import dev.stellwerk.adapters.persistence.access.Stores;
import dev.stellwerk.adapters.persistence.database.RunningTime;
import dev.stellwerk.adapters.persistence.database.TestDatabase;
import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.application.port.out.UsageLedgerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class JooqUsageLedgerOnH2Test extends UsageLedgerContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2();

    private final AccessStore access = Stores.access(DATABASE.get());
    private JooqUsageLedger ledger;

    @BeforeEach
    void open(@TempDir Path folder) {
        ledger = new JooqUsageLedger(DATABASE.get(), access, new RunningTime(), folder, heard());
    }

    @Override
    protected UsageLedger ledger() {
        return ledger;
    }

    @Override
    protected KeyDirectory keys() {
        return access.keys();
    }

    @Override
    protected TeamDirectory teams() {
        return access.teams();
    }

    @Override
    protected CustomerDirectory customers() {
        return access.customers();
    }

    @Override
    protected void settle() {
        ledger.flush();
    }
}
