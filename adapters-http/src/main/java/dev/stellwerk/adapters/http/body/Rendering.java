package dev.stellwerk.adapters.http.body;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a body differs for one deployment from what the client sent.
 *
 * @param model the name the upstream knows; null leaves the model out
 * @param overrides members that replace the client's
 * @param defaults members added where the client sent none
 * @param usageWanted a stream shall end with its usage, whether the client asked for it or not
 * @param changes what becomes of single members, of whatever origin
 */
public record Rendering(
        @Nullable String model,
        Map<String, Object> overrides,
        Map<String, Object> defaults,
        boolean usageWanted,
        MemberChanges changes) {

    /** Without changes of single members. */
    public Rendering(
            @Nullable String model, Map<String, Object> overrides, Map<String, Object> defaults, boolean usageWanted) {
        this(model, overrides, defaults, usageWanted, MemberChanges.NONE);
    }

    public static Rendering of(String model) {
        return new Rendering(model, Map.of(), Map.of(), false);
    }
}
