package dev.stellwerk.plugins.loader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.plugins.loader.folder.UnusableFolder;
import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.PluginContext;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars as they come: well made, broken, taking names and ids, failing, or built for another gateway. */
class PluginSetTest {
    @TempDir
    Path parent;

    private Path folder;
    private PluginJars jars;

    private static final class BuiltIn implements GatewayPlugin {
        @Override
        public List<RoutingStrategyFactory> routingStrategies() {
            return List.of(
                    RoutingStrategyFactory.of("simple-shuffle", _ -> (_, _) -> 0),
                    RoutingStrategyFactory.of("adaptive", _ -> (_, _) -> 0));
        }
    }

    private record Lent(String pluginId, Map<String, Object> given) implements PluginContext {
        @Override
        public SpiVersion spiVersion() {
            return PluginSet.SPI;
        }

        @Override
        public <R extends Record> R settings(R defaults) {
            return SettingsBinder.bind(given, defaults);
        }

        @Override
        public InstantSource clock() {
            return InstantSource.fixed(Instant.EPOCH);
        }

        @Override
        public System.Logger logger() {
            return System.getLogger(pluginId);
        }
    }

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(parent.resolve("plugins"));
        jars = new PluginJars(folder, parent);
    }

    private PluginSet start(Map<String, Map<String, Object>> settings, Pins pins) throws UnusableFolder {
        return PluginSet.start(
                new BuiltIn(),
                "7",
                FoundPlugins.in(folder),
                pins,
                id -> new Lent(id, settings.getOrDefault(id, Map.of())));
    }

    private PluginSet start() throws UnusableFolder {
        return start(Map.of(), Pins.none());
    }

    private Map<String, String> codes() throws UnusableFolder {
        var codes = new HashMap<String, String>();
        try (PluginSet plugins = start()) {
            for (Plugin plugin : plugins.plugins()) {
                codes.put(
                        plugin.shownName(), plugin.leftOut().map(LeftOut::code).orElse("used"));
            }
        }
        return codes;
    }

    @Test
    void a_jar_brings_what_it_says_and_shares_nothing_but_the_published_packages() throws Exception {
        jars.put("night.jar", PluginJars.source("acme", PluginJars.strategy("night")));

        try (PluginSet plugins = start()) {
            Brought<RoutingStrategyFactory> night = plugins.strategies().find("night");
            assertThat(night.fullName()).isEqualTo("acme/night");
            ClassLoader its = night.factory()
                    .create(new Lent("acme", Map.of()))
                    .getClass()
                    .getClassLoader();
            assertThat(its).isNotSameAs(getClass().getClassLoader());
            assertThat(its.loadClass(GatewayPlugin.class.getName())).isSameAs(GatewayPlugin.class);
            assertThatThrownBy(() -> its.loadClass(PluginSet.class.getName()))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void a_folder_of_jars_is_one_plugin_and_its_files_are_found() throws Exception {
        jars.put("bundle/main.jar", PluginJars.source("bundle", """
                static String told() {
                    try (var in = Main.class.getResourceAsStream("/told.txt")) {
                        return new String(in.readAllBytes());
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
                @Override public List<RoutingStrategyFactory> routingStrategies() {
                    return List.of(RoutingStrategyFactory.of(told(), context -> (eligible, decision) -> 0));
                }
                """));
        jars.put("bundle/words.jar", Map.of("told.txt", "from-a-file".getBytes(UTF_8)), "");

        try (PluginSet plugins = start()) {
            assertThat(plugins.strategies().names()).contains("bundle/from-a-file");
        }
    }

    @Test
    void what_runs_is_what_was_read_whatever_becomes_of_the_file() throws Exception {
        Path jar = jars.put("late.jar", PluginJars.source("late", """
                static class Later { static int place() { return 0; } }
                @Override public List<RoutingStrategyFactory> routingStrategies() {
                    return List.of(RoutingStrategyFactory.of("later", context -> (eligible, decision) -> Later.place()));
                }
                """));
        FoundPlugins found = FoundPlugins.in(folder);
        Files.delete(jar);

        try (PluginSet plugins =
                PluginSet.start(new BuiltIn(), "7", found, Pins.none(), id -> new Lent(id, Map.of()))) {
            var strategy = plugins.strategies().find("later").factory().create(new Lent("late", Map.of()));
            assertThat(strategy.choose(null, null)).isZero(); // its inner class is loaded now
        }
    }

    @Test
    void a_bare_name_of_a_built_in_is_the_built_ins_and_one_that_several_bring_is_nobodys() throws Exception {
        jars.put("a.jar", PluginJars.source("acme", PluginJars.strategy("simple-shuffle")));
        jars.put("b.jar", PluginJars.source("bee", PluginJars.strategy("night")));
        jars.put("c.jar", PluginJars.source("sea", PluginJars.strategy("night")));

        try (PluginSet plugins = start()) {
            Extensions<RoutingStrategyFactory> strategies = plugins.strategies();
            assertThat(strategies.find("simple-shuffle").plugin()).isEqualTo("built-in");
            assertThat(strategies.find("acme/simple-shuffle").plugin()).isEqualTo("acme");
            assertThat(strategies.shadowed()).extracting(Brought::fullName).containsExactly("acme/simple-shuffle");
            assertThatThrownBy(() -> strategies.find("night"))
                    .hasMessage("'night', which several plugins bring: write bee/night or sea/night");
            assertThatThrownBy(() -> strategies.find("noon")).hasMessage("'noon', which no plugin brings");
        }
    }

    @Test
    void whoever_cannot_be_used_is_left_out_with_a_word_and_nobody_else_is() throws Exception {
        String night = PluginJars.strategy("night");
        jars.put("good.jar", PluginJars.source("good", night));
        Files.writeString(folder.resolve("text.jar"), "hello");
        byte[] whole = Files.readAllBytes(folder.resolve("good.jar"));
        Files.write(folder.resolve("cut.jar"), Arrays.copyOf(whole, whole.length / 2));
        Map<String, byte[]> main = jars.compiled(Map.of("stranger/Main.java", PluginJars.source("other", night)));
        jars.put("silent.jar", main, "");
        jars.put("two.jar", main, "stranger.Main\nstranger.Second");
        jars.put("liar.jar", main, "stranger.Absent # is not there");
        var newer = new HashMap<>(main);
        byte[] ofTomorrow = main.get("stranger/Main.class").clone();
        ofTomorrow[7] = (byte) 199;
        newer.put("stranger/Main.class", ofTomorrow);
        jars.put("newer.jar", newer, "stranger.Main");
        var ours = new HashMap<>(main);
        ours.put("dev/stellwerk/plugins/spi/Evil.class", main.get("stranger/Main.class"));
        jars.put("ours.jar", ours, "stranger.Main");
        jars.put("nameless.jar", PluginJars.source("x", "").replaceFirst("@PluginInfo.*", ""));
        jars.put("capital.jar", PluginJars.source("Capital", ""));
        jars.put("posing.jar", PluginJars.source("built-in", ""));
        jars.put("future.jar", PluginJars.source("future", "").replace("SpiVersion.COMPILED", "\"99.0\""));
        jars.put("thrower.jar", PluginJars.source("thrower", "public Main() { throw new StackOverflowError(); }"));
        jars.put(
                "starter.jar",
                PluginJars.source(
                        "starter",
                        "@Override public void start(PluginContext context) { throw new IllegalStateException(); }"));
        jars.put("twice.jar", PluginJars.source("twice", """
                @Override public List<RoutingStrategyFactory> routingStrategies() { return Arrays.asList((RoutingStrategyFactory) null); }
                """));
        jars.put("inside.jar", PluginJars.source("inside", """
                static Object used() { return dev.stellwerk.plugins.loader.PluginSet.SPI; }
                """));

        assertThat(codes())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("built-in", "used"),
                        Map.entry("good.jar", "used"),
                        Map.entry("text.jar", "not_a_jar"),
                        Map.entry("cut.jar", "not_a_jar"),
                        Map.entry("silent.jar", "no_service"),
                        Map.entry("two.jar", "several_services"),
                        Map.entry("liar.jar", "missing_class"),
                        Map.entry("newer.jar", "class_version"),
                        Map.entry("ours.jar", "contains_published"),
                        Map.entry("nameless.jar", "no_info"),
                        Map.entry("capital.jar", "bad_id"),
                        Map.entry("posing.jar", "reserved_id"),
                        Map.entry("future.jar", "spi_version"),
                        Map.entry("thrower.jar", "constructor"),
                        Map.entry("starter.jar", "start"),
                        Map.entry("twice.jar", "extensions"),
                        Map.entry("inside.jar", "unpublished")));
    }

    @Test
    void of_two_plugins_with_one_id_both_are_left_out() throws Exception {
        jars.put("one.jar", PluginJars.source("acme", PluginJars.strategy("night")));
        jars.put("two.jar", PluginJars.source("acme", PluginJars.strategy("day")));

        assertThat(codes()).containsEntry("one.jar", "duplicate_id").containsEntry("two.jar", "duplicate_id");
    }

    @Test
    void with_pins_only_pinned_jars_run_and_a_pin_that_no_jar_has_is_told() throws Exception {
        jars.put("mine.jar", PluginJars.source("mine", PluginJars.strategy("night")));
        jars.put("other.jar", PluginJars.source("other", PluginJars.strategy("day")));
        FoundPlugins found = FoundPlugins.in(folder);
        String sum = found.plugins().getFirst().sums().get("mine.jar");

        for (Map<String, String> pins : List.of(Map.of("mine.jar", sum), Map.of(sum, sum))) {
            try (PluginSet plugins = start(Map.of(), new Pins(pins))) {
                assertThat(plugins.ids()).containsExactlyInAnyOrder("built-in", "mine");
            }
            assertThat(new Pins(pins).unfulfilled(found)).isEmpty();
        }
        assertThat(new Pins(Map.of("mine.jar", "0".repeat(64))).unfulfilled(found))
                .containsExactly("mine.jar");
    }

    @Test
    void settings_that_a_start_refuses_are_told_and_nothing_of_that_plugin_runs() throws Exception {
        jars.put("picky.jar", PluginJars.source("picky", """
                record Settings(int size, boolean quick) {}
                @Override public void start(PluginContext context) { context.settings(new Settings(1, false)); }
                """ + PluginJars.strategy("night")));

        try (PluginSet plugins = start(Map.of("picky", Map.of("size", "many", "qick", true)), Pins.none())) {
            InvalidValue first = plugins.refusedSettings().get("picky");
            assertThat(first.field()).isEqualTo("size");
            assertThat(first.getSuppressed())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            InvalidValue.class,
                            other -> assertThat(other.field()).isEqualTo("qick"));
            assertThat(plugins.strategies().names()).doesNotContain("night");
        }
    }

    @Test
    void a_folder_that_others_may_write_to_or_that_is_none_is_refused() throws Exception {
        refuses(parent.resolve("missing"), "does not exist");
        refuses(Files.createFile(parent.resolve("file")), "is no folder");
        refuses(Files.createSymbolicLink(parent.resolve("link"), folder), "is a link");
        Path jar = jars.put("open.jar", PluginJars.source("open", ""));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));
        refuses(folder, "writable for everybody");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));
        refuses(folder, "writable for everybody");
    }

    private static void refuses(Path where, String why) {
        assertThatThrownBy(() -> FoundPlugins.in(where))
                .isInstanceOf(UnusableFolder.class)
                .hasMessageContaining(why);
    }
}
