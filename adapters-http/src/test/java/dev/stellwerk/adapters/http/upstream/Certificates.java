package dev.stellwerk.adapters.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority of our own and what it issues, made by the JDK's keytool. */
final class Certificates {
    private static final String PASSWORD = "changeit";

    private final Path folder;

    Certificates(Path folder) {
        this.folder = folder;
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=An authority",
                "-ext",
                "bc:c",
                store("ca"));
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", bundle().toString(), store("ca"));
    }

    /** The authority's certificate. */
    Path bundle() {
        return folder.resolve("ca.pem");
    }

    /** What a server shows that has a certificate for this name of the authority, valid from then on for a day. */
    SSLContext server(String name, String validFrom) throws IOException, GeneralSecurityException {
        Path request = folder.resolve(name + ".csr");
        Path certificate = folder.resolve(name + ".pem");
        keytool("-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=" + name, store(name));
        keytool("-certreq", "-alias", "a", "-file", request.toString(), store(name));
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-ext",
                "san=dns:" + name,
                "-startdate",
                validFrom,
                "-validity",
                "1",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString(),
                store("ca"));
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", bundle().toString(), store(name));
        keytool("-importcert", "-noprompt", "-alias", "a", "-file", certificate.toString(), store(name));
        return context(folder.resolve(name + ".p12"));
    }

    private String store(String name) {
        return folder.resolve(name + ".p12").toString();
    }

    private static void keytool(String... wordsAndStore) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(wordsAndStore).subList(0, wordsAndStore.length - 1));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore"));
        command.add(wordsAndStore[wordsAndStore.length - 1]);
        try {
            Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(made.waitFor()).as(said).isZero();
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
