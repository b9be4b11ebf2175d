package dev.stellwerk.plugins.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.stellwerk.plugins.spi.GatewayPlugin;
import dev.stellwerk.plugins.spi.PluginInfo;
import dev.stellwerk.plugins.spi.RoutingStrategyFactory;
import dev.stellwerk.plugins.spi.SpiVersion;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Strangers that take names and ids, fail, or were built for another gateway. */
class PluginSetTest {
    private static class Bringing implements GatewayPlugin {
        private final List<RoutingStrategyFactory> strategies;

        Bringing(String... names) {
            strategies = Arrays.stream(names)
                    .map(name -> RoutingStrategyFactory.of(name, _ -> (_, _) -> 0))
                    .toList();
        }

        @Override
        public List<RoutingStrategyFactory> routingStrategies() {
            return strategies;
        }
    }

    @PluginInfo(id = "acme", version = "1", spi = SpiVersion.COMPILED)
    private static final class Acme extends Bringing {
        Acme() {
            super("simple-shuffle", "night", "day");
        }
    }

    @PluginInfo(id = "acme", version = "2", spi = SpiVersion.COMPILED)
    private static final class AcmeToo extends Bringing {
        AcmeToo() {
            super("night");
        }
    }

    @PluginInfo(id = "other", version = "1", spi = SpiVersion.COMPILED)
    private static final class Other extends Bringing {
        Other() {
            super("night");
        }
    }

    @PluginInfo(id = "built-in", version = "1", spi = SpiVersion.COMPILED)
    private static final class Impostor extends Bringing {}

    @PluginInfo(id = "Acme!", version = "1", spi = SpiVersion.COMPILED)
    private static final class BadId extends Bringing {}

    @PluginInfo(id = "future", version = "1", spi = "99.0")
    private static final class Future extends Bringing {}

    @PluginInfo(id = "twice", version = "1", spi = SpiVersion.COMPILED)
    private static final class Twice extends Bringing {
        Twice() {
            super("same", "same");
        }
    }

    private static final class Anonymous extends Bringing {}

    @PluginInfo(id = "broken", version = "1", spi = SpiVersion.COMPILED)
    private static final class Broken extends Bringing {
        Broken() {
            throw new ExceptionInInitializerError("a bug");
        }
    }

    private static PluginSet.Found found(Class<? extends GatewayPlugin> type, Supplier<GatewayPlugin> maker) {
        return new PluginSet.Found(type, maker);
    }

    private static PluginSet with(PluginSet.Found... strangers) {
        return new PluginSet(new Bringing("simple-shuffle", "adaptive"), List.of(strangers));
    }

    private static final PluginSet.Found ACME = found(Acme.class, Acme::new);

    private static List<String> leftOut(PluginSet.Found... strangers) {
        return with(strangers).leftOut().stream()
                .map(one -> one.plugin() + " " + one.code())
                .toList();
    }

    @Test
    void a_bare_name_of_a_built_in_is_the_built_ins_and_the_strangers_has_its_full_name() throws UnknownExtension {
        Extensions<RoutingStrategyFactory> strategies = with(ACME).strategies();

        assertThat(strategies.find("simple-shuffle").plugin()).isEqualTo("built-in");
        assertThat(strategies.find("acme/simple-shuffle").plugin()).isEqualTo("acme");
        assertThat(strategies.find("built-in/simple-shuffle").plugin()).isEqualTo("built-in");
        assertThat(strategies.find("night").plugin()).isEqualTo("acme");
        assertThat(strategies.shadowed()).extracting(Brought::fullName).containsExactly("acme/simple-shuffle");
    }

    @Test
    void a_bare_name_that_several_bring_means_nobody_and_all_are_named() {
        Extensions<RoutingStrategyFactory> strategies =
                with(ACME, found(Other.class, Other::new)).strategies();

        assertThat(strategies.names())
                .contains("acme/night", "other/night", "day")
                .doesNotContain("night");
        assertThatThrownBy(() -> strategies.find("night"))
                .isInstanceOf(UnknownExtension.class)
                .hasMessage("'night', which several plugins bring: write acme/night or other/night");
        assertThatThrownBy(() -> strategies.find("noon")).hasMessage("'noon', which no plugin brings");
    }

    @Test
    void of_two_plugins_with_one_id_both_are_left_out_and_named() {
        PluginSet plugins = with(ACME, found(AcmeToo.class, AcmeToo::new));

        assertThat(plugins.ids()).containsExactly("built-in");
        assertThat(plugins.leftOut())
                .extracting(LeftOut::code, LeftOut::detail)
                .containsExactly(
                        tuple("duplicate_id", Acme.class.getName() + " is not the only plugin of this id"),
                        tuple("duplicate_id", AcmeToo.class.getName() + " is not the only plugin of this id"));
    }

    @Test
    void whoever_cannot_be_used_is_left_out_with_a_word_and_nobody_else_is() {
        assertThat(leftOut(found(Impostor.class, Impostor::new))).containsExactly("built-in reserved_id");
        assertThat(leftOut(found(BadId.class, BadId::new))).containsExactly("Acme! bad_id");
        assertThat(leftOut(found(Future.class, Future::new))).containsExactly("future spi_version");
        assertThat(leftOut(found(Twice.class, Twice::new))).containsExactly("twice extensions");
        assertThat(leftOut(found(Broken.class, Broken::new), ACME)).containsExactly("broken constructor");
        assertThat(leftOut(found(Anonymous.class, Anonymous::new)))
                .containsExactly(Anonymous.class.getName() + " no_info");
        assertThat(with(found(Broken.class, Broken::new), ACME).ids()).containsExactlyInAnyOrder("built-in", "acme");
    }
}
