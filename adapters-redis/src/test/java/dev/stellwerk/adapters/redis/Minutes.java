package dev.stellwerk.adapters.redis;

import redis.clients.jedis.Jedis;

/** Minutes of a real server, which no test can turn. */
final class Minutes {
    private static final int ROOM_SECONDS = 6;

    private Minutes() {}

    /** Waits for the next minute if this one is nearly over: no test shall begin in one and end in another. */
    static void awaitRoom(RedisProcess server) {
        try (Jedis client = server.client()) {
            Eventually.until(
                    "the minute lasts for some seconds yet",
                    () -> Long.parseLong(client.time().getFirst()) % 60 < 60 - ROOM_SECONDS);
        }
    }

    /** Makes all windows those of the minute before. */
    static void endOfAll(RedisProcess server) {
        try (Jedis client = server.client()) {
            for (String key : client.keys("stellwerk:1:{shared}:limit:*")) {
                if (client.type(key).equals("hash")) {
                    client.hincrBy(key, "minute", -1);
                }
            }
        }
    }
}
