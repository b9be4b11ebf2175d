package dev.stellwerk.adapters.http.upstream.wire;

import dev.stellwerk.domain.deployment.ServerTrust;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/** How a server's certificate is judged: by whom it was issued, and whether it names the host that was called. */
final class Issuers {
    private Issuers() {}

    static TlsSocketStrategy strategy(ServerTrust trust) throws IOException {
        return switch (trust) {
            case ServerTrust.OfSystem _ -> DefaultClientTlsStrategy.createSystemDefault();
            case ServerTrust.OfBundle bundle -> new DefaultClientTlsStrategy(context(ofBundle(bundle)));
            case ServerTrust.Unchecked _ ->
                new DefaultClientTlsStrategy(
                        context(new TrustManager[] {new Anybody()}),
                        HostnameVerificationPolicy.CLIENT,
                        NoopHostnameVerifier.INSTANCE);
        };
    }

    private static SSLContext context(TrustManager[] trusted) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trusted, null);
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IOException("TLS cannot be had", broken);
        }
    }

    private static TrustManager[] ofBundle(ServerTrust.OfBundle bundle) throws IOException {
        try (InputStream file = Files.newInputStream(Path.of(bundle.file()))) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("issuer-" + number++, certificate);
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException broken) {
            throw new IOException("the bundle of certificates " + bundle.file() + " cannot be read", broken);
        }
    }

    /** Asks nobody anything, as the configuration says. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
