package dev.stellwerk.domain.access;

import java.util.List;

/** One page of a listing of keys, and how many there are in all. */
public record KeyPage(List<ApiKey> keys, long total) {
    public KeyPage {
        keys = List.copyOf(keys);
    }
}
