package dev.stellwerk.plugins.loader.folder;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A jar, read once: what is hashed is what runs, whatever becomes of the file. */
public final class JarBytes {
    private final String name;
    private final byte[] bytes;
    private final String sha256;

    /**
     * A jar of these bytes.
     *
     * @param bytes handed over: nobody else keeps them
     */
    public JarBytes(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
        this.sha256 = sum(bytes);
    }

    private static String sum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The file's name, without its folder. */
    public String name() {
        return name;
    }

    /** In lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** Not to be written to. */
    public byte[] bytes() {
        return bytes;
    }
}
