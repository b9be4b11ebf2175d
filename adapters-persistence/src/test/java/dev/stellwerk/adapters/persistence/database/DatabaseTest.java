package dev.stellwerk.adapters.persistence.database;

import dev.stellwerk.application.port.out.Readiness;
import dev.stellwerk.application.port.out.ReadinessContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DatabaseTest extends ReadinessContract {
    @RegisterExtension
    static final TestDatabase H2 = TestDatabase.h2();

    private Database absent;

    @Override
    protected Readiness ofTheReady() {
        return H2.get();
    }

    @Override
    protected Readiness ofTheAbsent() {
        try (var wire = new Wire(RealPostgres.port())) {
            wire.cut();
            absent = TestDatabase.postgres("postgresql://u:p@localhost:" + wire.port() + "/d");
            return absent;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        if (absent != null) {
            absent.close();
        }
    }
}
