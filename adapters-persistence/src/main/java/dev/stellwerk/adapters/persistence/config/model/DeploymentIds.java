package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.source.Content;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.domain.id.DeploymentId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Gives deployments their ids. A deployment that names none gets one from what it is: the same in every run and on
 * every instance, whatever the order of its keys, and not changed by a new secret.
 */
public final class DeploymentIds {
    private final Map<String, Value> explicit = new LinkedHashMap<>();
    private final Map<String, Integer> derived = new HashMap<>();

    /** The id that the configuration names; a second use of it is an error finding. */
    public DeploymentId named(String id, Value where) {
        Value earlier = explicit.putIfAbsent(id, where);
        if (earlier != null) {
            where.error("'" + Value.shown(id) + "' is already the id of the deployment in "
                    + earlier.place().file() + ":" + earlier.place().line());
        }
        return new DeploymentId(id);
    }

    /** Points out ids that take their name away from something else that could be called by it. */
    public void warnOf(Predicate<String> taken, String what) {
        explicit.forEach((id, where) -> {
            if (taken.test(id)) {
                where.warning("calls of '" + Value.shown(id) + "' reach this deployment alone, and not the " + what
                        + " of that name");
            }
        });
    }

    /**
     * An id made from a group's name, the parameters and what tells apart deployments of one entry. Entries that are
     * equal in all of it are told apart by their order.
     */
    public DeploymentId derived(String group, Content.Fields parameters, String part) {
        var text = new StringBuilder();
        append(text, group);
        append(text, part);
        describe(text, parameters);
        String hash = sha256(text.toString());
        int earlier = derived.merge(hash, 1, Integer::sum) - 1;
        return new DeploymentId(earlier == 0 ? hash : sha256(hash + "#" + earlier));
    }

    private static void describe(StringBuilder text, Content content) {
        switch (content) {
            case Content.Scalar scalar -> append(text, scalar.text());
            case Content.Items list -> {
                text.append('[');
                list.items().forEach(item -> describe(text, item));
                text.append(']');
            }
            case Content.Fields map -> {
                text.append('{');
                new TreeMap<>(map.fields()).forEach((key, field) -> describe(text, key, field.value()));
                text.append('}');
            }
        }
    }

    private static void describe(StringBuilder text, String key, Content value) {
        boolean secret = Secrets.namedBy(key) && value instanceof Content.Scalar scalar && scalar.variable() == null;
        append(text, key);
        if (!secret) {
            describe(text, value);
        }
    }

    /** With its length, so that no two different lists of texts look the same. */
    private static void append(StringBuilder to, String text) {
        to.append(text.length()).append(':').append(text);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
