package dev.stellwerk.plugins.loader;

import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.plugins.loader.classes.PluginIdentity;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.PluginContext;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The start of one plugin, on a thread of its own, so that ten slow ones take as long as one, and one that never returns is
 * left behind. Its thread cannot be ended from outside; it keeps nothing else from ending.
 */
final class PluginStart {
    /** For the constructor, the start and the lists together; and for the close. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Plugin plugin;
    private final String id;
    private final CompletableFuture<Result> result;

    /** What became of it. */
    sealed interface Result {
        record Ready(StartedPlugin plugin) implements Result {}

        record Refused(InvalidValue fault) implements Result {}

        record Failed(LeftOut why) implements Result {}
    }

    private PluginStart(Plugin plugin, String id, CompletableFuture<Result> result) {
        this.plugin = plugin;
        this.id = id;
        this.result = result;
    }

    static PluginStart begin(Plugin plugin, Callable<? extends GatewayPlugin> maker, PluginContext context) {
        PluginIdentity identity = plugin.identity();
        String id = identity == null ? "" : identity.id();
        var started = new CompletableFuture<Result>();
        Thread thread = thread("start of plugin " + id, () -> started.complete(result(id, maker, context)));
        thread.start();
        var late =
                new Result.Failed(new LeftOut("timeout", "it was not ready after " + LONGEST.toSeconds() + " seconds"));
        CompletableFuture<Result> inTime = started.completeOnTimeout(late, LONGEST.toSeconds(), TimeUnit.SECONDS);
        return new PluginStart(plugin, id, inTime.whenComplete((outcome, _) -> {
            if (outcome instanceof Result.Failed(LeftOut why) && why.equals(late.why())) {
                thread.interrupt(); // it may heed this; nothing else can be done to it
            }
        }));
    }

    private static Thread thread(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).unstarted(task);
    }

    private static Result result(String id, Callable<? extends GatewayPlugin> maker, PluginContext context) {
        try {
            return new Result.Ready(StartedPlugin.start(id, maker, context));
        } catch (InvalidValue refused) {
            return new Result.Refused(refused);
        } catch (StartedPlugin.Failed failed) {
            return new Result.Failed(failed.why());
        }
    }

    Plugin plugin() {
        return plugin;
    }

    String id() {
        return id;
    }

    Result await() {
        return result.join();
    }

    /** Closes a plugin, and leaves it behind when it does not come back in time. */
    static void end(StartedPlugin started) {
        var close = new FutureTask<Void>(() -> {
            started.plugin().close();
            return null;
        });
        thread("end of plugin " + started.id(), close).start();
        System.Logger log = System.getLogger("dev.stellwerk.plugin");
        try {
            close.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            close.cancel(true);
            log.log(System.Logger.Level.WARNING, "plugin " + started.id() + " did not close in time");
        } catch (ExecutionException failed) {
            log.log(System.Logger.Level.WARNING, "plugin " + started.id() + " failed at its close", failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
