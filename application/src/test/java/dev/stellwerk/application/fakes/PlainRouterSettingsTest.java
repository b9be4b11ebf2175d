package dev.stellwerk.application.fakes;

import dev.stellwerk.application.port.out.RouterSettingsReader;
import dev.stellwerk.application.port.out.RouterSettingsReaderContract;
import dev.stellwerk.domain.access.Metadata;
import java.util.Map;

class PlainRouterSettingsTest extends RouterSettingsReaderContract {
    @Override
    protected RouterSettingsReader reader() {
        return new PlainRouterSettings();
    }

    @Override
    protected Metadata retries(int times) {
        return Metadata.of(Map.of("retries", times));
    }

    @Override
    protected Metadata unfit(String name) {
        return Metadata.of(Map.of(name, 1));
    }

    @Override
    protected String nameOfUnfit() {
        return "unfit";
    }
}
