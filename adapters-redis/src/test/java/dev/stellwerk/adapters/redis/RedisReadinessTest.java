package dev.stellwerk.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.Readiness;
import dev.stellwerk.application.port.out.Readiness.Result.NotReady;
import dev.stellwerk.application.port.out.ReadinessContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RedisReadinessTest extends ReadinessContract {
    private static final String PASSWORD = "right-horse";
    private static RedisProcess server;

    private final Instances instances = new Instances();

    @BeforeAll
    static void start() {
        server = RedisProcess.running("--requirepass", PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void disconnect() {
        instances.close();
    }

    @Override
    protected Readiness ofTheReady() {
        return instances
                .connect(Instances.at(server.address(), null, PASSWORD))
                .awaitReady()
                .module()
                .readiness();
    }

    @Override
    protected Readiness ofTheAbsent() {
        return instances.impatient(RedisProcess.notYet()).module().readiness();
    }

    private String causeAfterTrying(Instances.Instance instance, String part) {
        Readiness readiness = instance.module().readiness();
        Eventually.until(
                "it says " + part, () -> readiness.check() instanceof NotReady(String cause) && cause.contains(part));
        return ((NotReady) readiness.check()).cause();
    }

    @Test
    void a_server_that_refuses_connections_is_named() {
        var absent = RedisProcess.notYet();

        assertThat(causeAfterTrying(instances.impatient(absent), "refused")).contains(absent.address());
    }

    @Test
    @Tag("S78")
    void a_wrong_password_is_said_but_not_told() {
        var instance = instances.connect(Instances.at(server.address(), null, "battery-staple"));

        assertThat(causeAfterTrying(instance, "WRONGPASS"))
                .contains(server.address())
                .doesNotContain("battery");
    }

    @Test
    @Tag("S78")
    void a_missing_password_is_said() {
        causeAfterTrying(instances.impatient(server), "NOAUTH");
    }

    @Test
    void a_user_can_be_named() {
        try (var client = server.client()) {
            client.auth(PASSWORD);
            client.aclSetUser("gateway", "on", ">pw", "~*", "&*", "+@all");
        }

        instances.connect(Instances.at(server.address(), "gateway", "pw")).awaitReady();
    }

    @Test
    void a_url_leads_to_its_database() {
        var url = "redis://:" + PASSWORD + "@" + server.address() + "/5";
        var instance = instances.connect(Instances.atUrl(url)).awaitReady();
        Eventually.until("it reported itself", () -> keysIn(5) > 0);

        assertThat(keysIn(0)).isZero();
        assertThat(instance.ready()).isTrue();
    }

    private static long keysIn(int database) {
        try (var client = server.client()) {
            client.auth(PASSWORD);
            client.select(database);
            return client.keys("stellwerk:1:{shared}:heads").size();
        }
    }
}
