package dev.stellwerk.application.port.out;

import java.util.function.Consumer;

/** Tells other instances that a record changed, so that none of them goes on from its cache. */
public interface Invalidations {
    /** There are no others. */
    Invalidations ALONE = new Invalidations() {
        @Override
        public void publish(Changed changed) {}

        @Override
        public void subscribe(Consumer<Changed> listener) {}
    };

    /** Never fails; the others learn of it within a second. */
    void publish(Changed changed);

    /** Hears what others publish, on a thread of the adapter. */
    void subscribe(Consumer<Changed> listener);

    /** What changed. {@code EVERYTHING} when changes may have been missed. */
    record Changed(Kind kind, String id) {}

    /** Kinds of records. */
    enum Kind {
        KEY,
        TEAM,
        CUSTOMER,
        EVERYTHING
    }
}
