package dev.stellwerk.adapters.http.body;

import dev.stellwerk.adapters.http.json.JsonMembers;
import dev.stellwerk.application.call.Payload.Prefix;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/**
 * The beginnings of a prompt that end where its client put {@code cache_control}. Tools come before everything else, as
 * they do in an upstream's cache; then the messages up to and with the part that carries the mark.
 */
final class MarkedPrefixes {
    /** Upstreams look at no more marks than that. */
    private static final int MARKS_MAX = 4;

    private static final byte[] MARK = "\"cache_control\"".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final MessageDigest digest = sha256();
    private final Deque<Prefix> found = new ArrayDeque<>(MARKS_MAX);
    private long textBytes;
    private int taken;

    private MarkedPrefixes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The last of them, longest first. */
    static List<Prefix> of(JsonMembers body) {
        int messages = body.findPresent("messages");
        if (messages < 0 || !marked(body.bytes(), body.valueStart(messages), body.valueEnd(messages))) {
            return List.of();
        }
        var prefixes = new MarkedPrefixes(body.bytes());
        for (String name : new String[] {"tools", "system"}) {
            int index = body.findPresent(name);
            if (index >= 0) {
                prefixes.take(body.valueStart(index), body.valueEnd(index));
            }
        }
        prefixes.taken = body.valueStart(messages);
        int[] ranges = body.elements(messages);
        for (int pair = 0; pair < ranges.length; pair += 2) {
            prefixes.lookInto(ranges[pair], ranges[pair + 1]);
        }
        return List.copyOf(prefixes.found);
    }

    /** A message is a list of parts of which any may be marked, or is marked as a whole. */
    private void lookInto(int from, int to) {
        if (!marked(bytes, from, to)) {
            return;
        }
        JsonMembers message = JsonMembers.within(bytes, from, to);
        int content = message == null ? -1 : message.findPresent("content");
        if (message != null && content >= 0) {
            int[] parts = message.elements(content);
            for (int pair = 0; pair < parts.length; pair += 2) {
                if (marked(bytes, parts[pair], parts[pair + 1])) {
                    end(parts[pair + 1]);
                }
            }
        }
        if (message != null && message.findPresent("cache_control") >= 0) {
            end(to);
        }
    }

    private void end(int at) {
        take(taken, at);
        taken = at;
        if (found.size() == MARKS_MAX) {
            found.removeLast();
        }
        long tokens = (textBytes + PromptSize.BYTES_PER_TOKEN - 1) / PromptSize.BYTES_PER_TOKEN;
        found.addFirst(new Prefix(digestSoFar(), tokens));
    }

    private void take(int from, int to) {
        digest.update(bytes, from, to - from);
        textBytes += PromptSize.textBytes(bytes, from, to);
    }

    private String digestSoFar() {
        try {
            var copy = (MessageDigest) digest.clone();
            return HexFormat.of().formatHex(copy.digest());
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean marked(byte[] bytes, int from, int to) {
        for (int at = from; at <= to - MARK.length; at++) {
            if (bytes[at] == '"' && ByteSearch.startsWith(bytes, at, MARK)) {
                return true;
            }
        }
        return false;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
