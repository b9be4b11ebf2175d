package dev.stellwerk.adapters.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.configuration.Outgoing;
import dev.stellwerk.application.configuration.Outgoing.Proxy;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.EndpointAccess;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.deployment.ServerTrust;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and proxies, with real ones. */
class WayToUpstreamsTest {
    private static final ServerTrust SYSTEM = new ServerTrust.OfSystem();
    private static final ServerTrust UNCHECKED = new ServerTrust.Unchecked();

    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void authority() {
        certificates = new Certificates(folder);
    }

    private static ServerTrust bundle() {
        return new ServerTrust.OfBundle(certificates.bundle().toString());
    }

    private static HttpUpstreamClient client(Outgoing outgoing) {
        return new HttpUpstreamClient(
                new RunningTime(), new WireOptions(false, false, 100, Duration.ZERO, outgoing), Calls.account());
    }

    private static HttpUpstreamClient client(ServerTrust trust) {
        return client(new Outgoing(trust, null, null, List.of(), false));
    }

    private static Outcome call(HttpUpstreamClient client, String base, ServerTrust own) {
        var endpoint =
                new Endpoint("openai", "m", base, new Secret(Calls.KEY), null, null, Map.of(), new EndpointAccess(own));
        return client.call(Calls.call(Calls.deployment(endpoint), CallType.CHAT, "{}", Calls.PATIENT));
    }

    private static void answered(Outcome outcome) {
        assertThat(new String(Calls.answer(outcome).body(), UTF_8)).contains("choices");
    }

    private static void refused(Outcome outcome, String words) {
        UpstreamFailure failure = Calls.failure(outcome);
        assertThat(failure.kind()).isEqualTo(ErrorClass.CONNECTION);
        assertThat(failure.message()).contains(words);
    }

    @Test
    @Tag("S77")
    void a_bundle_vouches_for_the_servers_of_its_authority_alone_and_by_their_names() throws Exception {
        try (var good = new TlsServer(certificates.server("localhost", "-1H"));
                var misnamed = new TlsServer(certificates.server("other.example", "-1H"));
                var client = client(bundle());
                var strict = client(SYSTEM)) {
            String base = "https://localhost:" + good.port();
            answered(call(client, base, null));
            refused(call(strict, base, null), "TLS");
            refused(call(client, "https://localhost:" + misnamed.port(), null), "TLS");
            assertThat(misnamed.asked).isEmpty();
        }
    }

    @Test
    @Tag("S77")
    void an_expired_certificate_is_refused() throws Exception {
        Path apart = java.nio.file.Files.createDirectory(folder.resolve("old"));
        var issuer = new Certificates(apart);
        try (var old = new TlsServer(issuer.server("localhost", "-3d"));
                var client = client(new ServerTrust.OfBundle(issuer.bundle().toString()))) {
            refused(call(client, "https://localhost:" + old.port(), null), "TLS");
            assertThat(old.asked).isEmpty();
        }
    }

    @Test
    @Tag("S77")
    void a_deployment_may_trust_more_and_lends_its_connections_to_nobody() throws Exception {
        Path apart = java.nio.file.Files.createDirectory(folder.resolve("own"));
        try (var server = new TlsServer(new Certificates(apart).server("else.example", "-1H"));
                var client = client(SYSTEM)) {
            String base = "https://localhost:" + server.port();
            answered(call(client, base, UNCHECKED));
            refused(call(client, base, null), "TLS");
            answered(call(client, base, UNCHECKED));
            refused(call(client, base, bundle()), "TLS");
            assertThat(server.asked).hasSize(2);
        }
    }

    private static Outgoing behind(ForwardProxy proxy, List<String> direct) {
        var both = new Proxy("localhost", proxy.port(), new Secret("user:geheim"));
        return new Outgoing(bundle(), both, both, direct, true);
    }

    @Test
    void a_proxy_gets_whole_urls_and_tunnels_and_its_credentials_alone() throws Exception {
        String basic = "Basic " + Base64.getEncoder().encodeToString("user:geheim".getBytes(UTF_8));
        Path apart = java.nio.file.Files.createDirectory(folder.resolve("proxied"));
        var issuer = new Certificates(apart);
        try (var plain = new TlsServer(null);
                var secure = new TlsServer(issuer.server("llm.example", "-1H"));
                var proxy = new ForwardProxy();
                var client = client(behind(proxy, List.of()))) {
            var trust = new ServerTrust.OfBundle(issuer.bundle().toString());
            answered(call(client, "http://plain.example:" + plain.port() + "/v1", null));
            assertThat(proxy.heads.remove())
                    .startsWith("POST http://plain.example:" + plain.port() + "/v1/chat/completions HTTP/1.1\r\n")
                    .contains("Proxy-Authorization: " + basic, "Host: plain.example:" + plain.port());
            answered(call(client, "https://llm.example:" + secure.port() + "/v1", trust));
            answered(call(client, "https://llm.example:" + secure.port() + "/v1", trust));
            assertThat(proxy.heads.remove())
                    .startsWith("CONNECT llm.example:" + secure.port() + " HTTP/1.1\r\n")
                    .contains("Proxy-Authorization: " + basic)
                    .doesNotContainIgnoringCase("\nauthorization:");
            assertThat(proxy.heads).as("the tunnel is used again").isEmpty();
            assertThat(secure.asked)
                    .containsExactly("POST /v1/chat/completions false", "POST /v1/chat/completions false");
            refused(call(client, "https://else.example:" + secure.port() + "/v1", trust), "TLS");
        }
    }

    @Test
    void a_proxy_that_refuses_is_named_and_hears_no_call() throws IOException, GeneralSecurityException {
        try (var proxy = new ForwardProxy();
                var client = client(behind(proxy, List.of()))) {
            proxy.open = false;
            refused(call(client, "https://llm.example:4433/v1", null), "the proxy answered 407");
            assertThat(proxy.heads)
                    .hasSize(1)
                    .allSatisfy(head -> assertThat(head).startsWith("CONNECT "));
        }
    }

    @Test
    void hosts_without_a_proxy_are_reached_directly() throws IOException {
        try (var server = new TlsServer(null);
                var proxy = new ForwardProxy()) {
            String base = "http://127.0.0.1:" + server.port();
            for (String direct : List.of("*", "127.0.0.0/8", "127.0.0.1", "127.0.0.1:" + server.port())) {
                try (var client = client(behind(proxy, List.of("x.example", direct)))) {
                    answered(call(client, base, null));
                }
            }
            for (String direct : List.of("localhost", ".localhost", "localhost:" + server.port())) {
                try (var client = client(behind(proxy, List.of(direct)))) {
                    answered(call(client, "http://localhost:" + server.port(), null));
                    answered(call(client, "http://notlocalhost:" + server.port(), null));
                    assertThat(proxy.heads.remove()).startsWith("POST http://notlocalhost:");
                }
            }
            assertThat(proxy.heads).isEmpty();
        }
    }
}
