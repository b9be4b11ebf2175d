package dev.stellwerk.application.access;

import dev.stellwerk.domain.id.PlainText;

/** What a customer's id may look like. Ids are compared exactly: nothing is trimmed, folded or normalised. */
public final class CustomerIds {
    public static final int BYTES_MAX = 256;

    private CustomerIds() {}

    public static boolean acceptable(String id) {
        return !id.isEmpty() && PlainText.is(id, BYTES_MAX);
    }
}
