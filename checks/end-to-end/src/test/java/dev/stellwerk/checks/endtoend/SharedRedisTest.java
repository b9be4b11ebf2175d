package dev.stellwerk.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** Two gateways from the zip that share a real Redis. */
class SharedRedisTest {
    private static final int LIMIT = 50;
    private static final int MINUTE_MILLIS = 60_000;

    @TempDir
    Path folder;

    @Test
    void two_instances_admit_exactly_the_limit_under_concurrent_load() throws Exception {
        var redis = started();
        try (var upstream = new ScriptedUpstream("shared");
                var one = gateway("one", redis, upstream);
                var two = gateway("two", redis, upstream)) {
            int attempt = 0;
            List<Integer> statuses;
            long minute;
            do { // a minute that changed meanwhile began a new window: then another group, which is still unused
                String group = "limited-" + attempt++;
                minute = System.currentTimeMillis() / MINUTE_MILLIS;
                statuses = inParallel(4 * LIMIT, i -> (i % 2 == 0 ? one : two).chat(group));
            } while (minute != System.currentTimeMillis() / MINUTE_MILLIS && attempt < 3);

            assertThat(statuses).containsOnly(200, 429);
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(LIMIT);
        } finally {
            redis.stop();
        }
    }

    @Test
    void no_request_is_lost_while_redis_dies_and_comes_back() throws Exception {
        var redis = started();
        try (var upstream = new ScriptedUpstream("steady");
                var one = gateway("one", redis, upstream);
                var two = gateway("two", redis, upstream)) {
            var answered = new AtomicInteger();
            List<Integer> statuses = inParallel(1_200, i -> {
                int status = (i % 2 == 0 ? one : two).chat("open");
                switch (answered.incrementAndGet()) {
                    case 300 -> redis.stop();
                    case 800 -> redis.start();
                    default -> {} // in between everything is as it was
                }
                return status;
            });

            assertThat(statuses).hasSize(1_200).containsOnly(200);
        } finally {
            redis.stop();
        }
    }

    private static RedisServer started() throws Exception {
        RedisServer redis = RedisServer.newRedisServer()
                .port(freePort())
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        redis.start();
        return redis;
    }

    private static int freePort() throws Exception {
        try (var probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private Gateway gateway(String name, RedisServer redis, ScriptedUpstream upstream) throws Exception {
        var models = new StringBuilder("model_list:\n");
        for (String group : List.of("limited-0", "limited-1", "limited-2", "open")) {
            models.append("  - model_name: ").append(group).append('\n');
            models.append("    litellm_params: {model: openai/m, api_base: \"").append(upstream.url());
            models.append("\", api_key: k, rpm: ")
                    .append(group.equals("open") ? 1_000_000 : LIMIT)
                    .append("}\n");
        }
        return Gateway.serving(
                models + """
                router_settings:
                  num_retries: 0
                  optional_pre_call_checks: [enforce_model_rate_limits]
                  redis_host: 127.0.0.1
                  redis_port: %d
                general_settings:
                  master_key: %s
                """.formatted(redis.ports().getFirst(), Gateway.MASTER_KEY),
                Files.createDirectories(folder.resolve(name)));
    }

    /** One of many calls. */
    private interface Call {
        int status(int number) throws Exception;
    }

    private static List<Integer> inParallel(int calls, Call call) throws Exception {
        var tasks = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < calls; i++) {
            int number = i;
            tasks.add(() -> call.status(number));
        }
        try (var threads = Executors.newFixedThreadPool(16)) {
            var statuses = new ArrayList<Integer>();
            for (Future<Integer> done :
                    threads.invokeAll(tasks, Duration.ofMinutes(2).toSeconds(), TimeUnit.SECONDS)) {
                statuses.add(done.get());
            }
            return statuses;
        }
    }
}
