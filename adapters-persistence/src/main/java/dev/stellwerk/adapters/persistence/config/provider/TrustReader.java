package dev.stellwerk.adapters.persistence.config.provider;

import dev.stellwerk.adapters.persistence.config.finding.Place;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.domain.deployment.ServerTrust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

/** Reads {@code ssl_verify}: true, false, or a bundle of certificates. */
public final class TrustReader {
    private static final String VERIFY = "ssl_verify";
    private static final String UNCHECKED =
            "servers are not asked who they are, anybody in between can read keys and answers: name a bundle of certificates instead";

    private TrustReader() {}

    /** What a section says; null when it says nothing. */
    public static @Nullable ServerTrust read(Section section) {
        Value written = section.get(VERIFY);
        String text = written == null ? null : written.text();
        return written == null || text == null ? null : read(text, written::error, written::warning);
    }

    /** What the environment says; null when it says nothing. */
    public static @Nullable ServerTrust read(Environment environment, Section section) {
        String verify = environment.get("SSL_VERIFY");
        ServerTrust trust = verify == null ? null : read(verify, "SSL_VERIFY", section);
        String file = environment.get("SSL_CERT_FILE");
        boolean undecided = trust == null || trust instanceof ServerTrust.OfSystem;
        return undecided && file != null ? read(file, "SSL_CERT_FILE", section) : trust;
    }

    private static @Nullable ServerTrust read(String text, String variable, Section section) {
        var findings = section.scope().findings();
        return read(
                text,
                problem -> findings.error(Place.ENVIRONMENT, variable, problem),
                problem -> findings.warning(Place.ENVIRONMENT, variable, problem));
    }

    private interface Report {
        void that(String problem);
    }

    private static @Nullable ServerTrust read(String text, Report error, Report warning) {
        String stripped = text.strip();
        if (stripped.equalsIgnoreCase("true")) {
            return new ServerTrust.OfSystem();
        }
        if (stripped.equalsIgnoreCase("false")) {
            warning.that(UNCHECKED);
            return new ServerTrust.Unchecked();
        }
        String problem = problem(stripped);
        if (problem != null) {
            error.that("the bundle of certificates '" + Value.shown(stripped) + "' cannot be read: " + problem);
            return null;
        }
        return new ServerTrust.OfBundle(Path.of(stripped).toAbsolutePath().toString());
    }

    private static @Nullable String problem(String file) {
        try {
            if (!Files.isRegularFile(Path.of(file))) {
                return "it is no file";
            }
            try (InputStream bytes = Files.newInputStream(Path.of(file))) {
                boolean empty = CertificateFactory.getInstance("X.509")
                        .generateCertificates(bytes)
                        .isEmpty();
                return empty ? "it holds no certificate" : null;
            }
        } catch (CertificateException _) {
            return "it holds something else than certificates in PEM";
        } catch (InvalidPathException _) {
            return "it is no path";
        } catch (IOException unreadable) {
            return unreadable.getClass().getSimpleName();
        }
    }
}
