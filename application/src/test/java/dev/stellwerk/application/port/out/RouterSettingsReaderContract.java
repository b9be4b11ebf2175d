package dev.stellwerk.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.routing.settings.RouterOverrides;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever its entries are called, settings that a key or team keeps are understood or named. */
public abstract class RouterSettingsReaderContract {
    protected abstract RouterSettingsReader reader();

    /** Settings that say nothing but that a call is tried again so many times. */
    protected abstract Metadata retries(int times);

    /** Settings whose one entry makes no sense, under this name. */
    protected abstract Metadata unfit(String name);

    /** The name of an entry that may make no sense. */
    protected abstract String nameOfUnfit();

    @Test
    void what_is_not_set_is_left_to_the_router() {
        RouterOverrides overrides = reader().read(retries(3)).overrides();

        assertThat(overrides.retries()).isEqualTo(3);
        assertThat(overrides).isEqualTo(new RouterOverrides(null, null, null, 3, null, null, null, false));
        assertThat(reader().read(Metadata.NONE).overrides()).isEqualTo(RouterOverrides.NONE);
    }

    @Test
    void what_makes_no_sense_is_named_and_counts_as_not_set() {
        RouterSettingsReader.Reading reading = reader().read(unfit(nameOfUnfit()));

        assertThat(reading.unfit()).containsExactly(nameOfUnfit());
        assertThat(reading.overrides()).isEqualTo(RouterOverrides.NONE);
    }

    @Test
    void what_nobody_knows_is_passed_over() {
        Metadata settings = Metadata.of(Map.of("nobody knows this", 1));

        assertThat(reader().read(settings).unfit()).isEmpty();
        assertThat(reader().read(settings).overrides()).isEqualTo(RouterOverrides.NONE);
    }
}
