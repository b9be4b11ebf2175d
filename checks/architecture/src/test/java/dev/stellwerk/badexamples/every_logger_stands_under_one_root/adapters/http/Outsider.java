package dev.stellwerk.badexamples.every_logger_stands_under_one_root.adapters.http;

final class Outsider {
    static final System.Logger LOG = System.getLogger("stellwerk.outsider");

    private Outsider() {}
}
