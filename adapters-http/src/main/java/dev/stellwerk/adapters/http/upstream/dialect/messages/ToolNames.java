package dev.stellwerk.adapters.http.upstream.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.adapters.http.json.JsonMembers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of tools, where the provider takes shorter ones than clients may choose. */
final class ToolNames {
    private static final int LENGTH_MAX = 64;
    private static final int KEPT = 55;
    private static final int HASH_BYTES = 4;

    private ToolNames() {}

    /** The name to send: the client's own, or the beginning of a long one and what tells it from others. */
    static String shortened(String name) {
        return name.length() <= LENGTH_MAX ? name : name.substring(0, KEPT) + "_" + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) { // every Java has it
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The client's name for a tool that the model calls.
     *
     * @param request what the client sent
     */
    static String original(String name, JsonMembers request) {
        int tools = name.length() == LENGTH_MAX && name.charAt(KEPT) == '_' ? request.findPresent("tools") : -1;
        if (tools < 0) {
            return name;
        }
        int[] ranges = request.elements(tools);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            JsonMembers tool = JsonMembers.within(request.bytes(), ranges[pair], ranges[pair + 1]);
            String own = tool == null ? null : tool.textOf("name");
            if (own != null && own.length() > LENGTH_MAX && shortened(own).equals(name)) {
                return own;
            }
        }
        return name;
    }
}
