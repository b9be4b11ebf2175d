package dev.stellwerk.application.access;

import java.nio.charset.StandardCharsets;

/** What a customer's id may look like. Ids are compared exactly: nothing is trimmed, folded or normalised. */
public final class CustomerIds {
    public static final int BYTES_MAX = 256;

    private CustomerIds() {}

    public static boolean acceptable(String id) {
        return !id.isEmpty()
                && id.length() <= BYTES_MAX
                && id.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX
                && id.chars().noneMatch(Character::isISOControl);
    }
}
