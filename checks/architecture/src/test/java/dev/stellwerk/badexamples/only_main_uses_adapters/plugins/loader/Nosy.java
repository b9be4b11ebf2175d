package dev.stellwerk.badexamples.only_main_uses_adapters.plugins.loader;

import dev.stellwerk.badexamples.only_main_uses_adapters.adapters.redis.RedisModule;

record Nosy(RedisModule it) {}
