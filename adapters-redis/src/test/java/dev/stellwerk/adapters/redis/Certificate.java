package dev.stellwerk.adapters.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A key pair for {@code localhost}, signed by itself. */
final class Certificate {
    private static final String PASSWORD = "changeit";

    private final Path folder;

    private Certificate(Path folder) {
        this.folder = folder;
    }

    static Certificate make() throws IOException, InterruptedException, GeneralSecurityException {
        var certificate = new Certificate(Files.createTempDirectory("certificate"));
        certificate.generate();
        certificate.exportAsText();
        return certificate;
    }

    /** Where whoever trusts it finds it. */
    Path trustStore() {
        return folder.resolve("keys.p12");
    }

    String trustStorePassword() {
        return PASSWORD;
    }

    String[] serverOptions() {
        return new String[] {
            "--port",
            "0",
            "--tls-port",
            "{port}",
            "--tls-cert-file",
            folder.resolve("certificate.pem").toString(),
            "--tls-key-file",
            folder.resolve("key.pem").toString(),
            "--tls-ca-cert-file",
            folder.resolve("certificate.pem").toString(),
            "--tls-auth-clients",
            "no"
        };
    }

    private void generate() throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        trustStore().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool made no key");
        }
    }

    private void exportAsText() throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance(trustStore().toFile(), PASSWORD.toCharArray());
        write("certificate.pem", "CERTIFICATE", keys.getCertificate("redis").getEncoded());
        write(
                "key.pem",
                "PRIVATE KEY",
                keys.getKey("redis", PASSWORD.toCharArray()).getEncoded());
        // a store that holds a key is no trust store: the certificate stands alone in it
        keys.setCertificateEntry("trusted", keys.getCertificate("redis"));
        keys.deleteEntry("redis");
        try (var file = Files.newOutputStream(trustStore())) {
            keys.store(file, PASSWORD.toCharArray());
        }
    }

    private void write(String name, String kind, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
