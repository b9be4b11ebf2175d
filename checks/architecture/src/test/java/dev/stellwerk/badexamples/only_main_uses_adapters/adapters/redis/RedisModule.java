package dev.stellwerk.badexamples.only_main_uses_adapters.adapters.redis;

public final class RedisModule {}
