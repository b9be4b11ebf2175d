package dev.stellwerk.badexamples.adapters_do_not_know_each_other.adapters.persistence;

import dev.stellwerk.badexamples.adapters_do_not_know_each_other.adapters.redis.RedisThing;

record Nosy(RedisThing it) {}
