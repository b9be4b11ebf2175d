package dev.stellwerk.badexamples.redis_has_one_owner.adapters.http;

import redis.clients.jedis.UnifiedJedis;

record ClientHolder(UnifiedJedis it) {}
