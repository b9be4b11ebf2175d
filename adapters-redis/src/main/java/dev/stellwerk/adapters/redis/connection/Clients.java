package dev.stellwerk.adapters.redis.connection;

import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.UnifiedJedis;

/** Makes clients that never wait for long. Making one may already ask the servers, and fail. */
final class Clients {
    private static final int CONNECTIONS_MAX = 32;

    /** How long a subscription may be silent; it is asked for a sign of life more often than that. */
    private static final int SILENCE_MAX_MILLIS = 2_000;

    /** A redirection to the shard that has moved, and one more. */
    private static final int CLUSTER_ATTEMPTS_MAX = 3;

    private final Address address;
    private final Waits waits;

    Clients(Address address, Waits waits) {
        this.address = address;
        this.waits = waits;
    }

    UnifiedJedis open() {
        if (address.sentinelMaster() != null) {
            return RedisSentinelClient.builder()
                    .masterName(address.sentinelMaster())
                    .sentinels(address.nodes())
                    .sentinelClientConfig(settings().build()) // sentinels have no password of the master's
                    .clientConfig(login())
                    .poolConfig(pool())
                    .build();
        }
        if (address.nodes().size() > 1) {
            return RedisClusterClient.builder()
                    .nodes(address.nodes())
                    .maxAttempts(CLUSTER_ATTEMPTS_MAX)
                    .maxTotalRetriesDuration(waits.answer())
                    .clientConfig(login())
                    .poolConfig(pool())
                    .build();
        }
        HostAndPort node = address.nodes().iterator().next();
        return RedisClient.builder()
                .hostAndPort(node)
                .clientConfig(login())
                .poolConfig(pool())
                .build();
    }

    private JedisClientConfig login() {
        return settings()
                .user(address.username())
                .password(address.password() == null ? null : address.password().value())
                .database(address.database())
                .build();
    }

    private DefaultJedisClientConfig.Builder settings() {
        var settings = DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis(waits.connectMillis())
                .socketTimeoutMillis(waits.answerMillis())
                .blockingSocketTimeoutMillis(SILENCE_MAX_MILLIS)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (address.tls()) {
            settings.sslOptions(
                    SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        return settings;
    }

    private ConnectionPoolConfig pool() {
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS_MAX);
        pool.setMaxIdle(CONNECTIONS_MAX);
        pool.setMaxWait(waits.pool());
        pool.setJmxEnabled(false);
        return pool;
    }
}
