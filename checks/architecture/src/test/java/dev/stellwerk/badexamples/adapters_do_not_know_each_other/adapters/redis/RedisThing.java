package dev.stellwerk.badexamples.adapters_do_not_know_each_other.adapters.redis;

public final class RedisThing {}
