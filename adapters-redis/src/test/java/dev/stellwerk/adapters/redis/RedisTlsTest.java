package dev.stellwerk.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.adapters.redis.Instances.Instance;
import dev.stellwerk.application.port.out.Readiness.Result.NotReady;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RedisTlsTest {
    private static Certificate certificate;
    private static RedisProcess server;

    private final Instances instances = new Instances();

    @BeforeAll
    static void start() throws Exception {
        certificate = Certificate.make();
        server = RedisProcess.running(certificate.serverOptions());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void disconnect() {
        instances.close();
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    private static void trust() {
        System.setProperty("javax.net.ssl.trustStore", certificate.trustStore().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", certificate.trustStorePassword());
    }

    private static void awaitRefused(Instance instance, String part) {
        Eventually.until(
                "it says " + part,
                () -> instance.module().readiness().check() instanceof NotReady(String cause) && cause.contains(part));
    }

    @Test
    void a_trusted_server_of_the_right_name_is_used() {
        trust();

        instances
                .connect(Instances.atUrl("rediss://localhost:" + server.port()))
                .awaitReady();
    }

    @Test
    void a_certificate_of_another_name_is_refused() {
        trust();

        awaitRefused(instances.connect(Instances.atUrl("rediss://" + server.address())), "subject alternative");
    }

    @Test
    void an_unknown_certificate_is_refused() {
        var instance = instances.connect(Instances.atUrl("rediss://localhost:" + server.port()));
        awaitRefused(instance, "certification path");

        assertThat(instance.ready()).isFalse();
    }

    @Test
    void a_server_that_wants_tls_is_not_reached_without() {
        var instance = instances.connect(Instances.atUrl("redis://localhost:" + server.port()));
        Eventually.until(
                "it was tried",
                () -> instance.module().readiness().check() instanceof NotReady(String cause)
                        && !cause.contains("no connection has been made yet"));

        assertThat(instance.ready()).isFalse();
    }
}
