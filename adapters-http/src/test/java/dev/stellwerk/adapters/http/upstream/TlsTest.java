package dev.stellwerk.adapters.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused(@TempDir Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        var requestRead = new AtomicBoolean();
        try (var server = (SSLServerSocket) context(selfSigned(folder))
                        .getServerSocketFactory()
                        .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = new HttpUpstreamClient(new RunningTime(), WireOptions.DEFAULTS, Calls.account())) {
            Thread.ofVirtual().start(() -> accept(server, requestRead));
            var endpoint = new Endpoint(
                    "openai", "m", "https://localhost:" + server.getLocalPort(), null, null, null, Map.of());
            UpstreamFailure failure = Calls.failure(
                    client.call(Calls.call(Calls.deployment(endpoint), CallType.CHAT, "{}", Calls.PATIENT)));
            assertThat(failure.kind()).isEqualTo(ErrorClass.CONNECTION);
            assertThat(failure.message()).contains("TLS");
            assertThat(requestRead).isFalse();
        }
    }

    private static void accept(SSLServerSocket server, AtomicBoolean requestRead) {
        try (var socket = (SSLSocket) server.accept()) {
            requestRead.set(socket.getInputStream().read() >= 0);
        } catch (IOException _) {
            // the handshake failed, as it should
        }
    }

    private static Path selfSigned(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("store.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        return store;
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
