package dev.stellwerk.badexamples.published_signatures_cannot_be_written_to.plugins.spi;

public interface Leaky {
    int[] places();
}
