package dev.stellwerk.adapters.persistence.config.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    private final Providers providers = Providers.shipped();

    private Set<String> named(boolean spoken) {
        return providers.names().stream()
                .filter(name -> providers.named(name).orElseThrow().spoken() == spoken)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_table_of_providers_is_whole() {
        assertThat(named(true)).hasSizeGreaterThanOrEqualTo(80).allMatch(name -> name.matches("[a-z0-9_-]+"));
        for (String name : providers.names()) {
            String base = providers.named(name).orElseThrow().base();
            if (base != null) {
                assertThat(URI.create(base.replaceAll("\\{[A-Z_]+}", "x")).getHost())
                        .as(name)
                        .isNotNull();
                assertThat(base).doesNotEndWith("/");
            }
        }
    }

    @Test
    void the_documented_table_names_each_provider_that_is_spoken_and_each_that_is_left_out() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));

        assertThat(inRow(page, "**spoken**")).isEqualTo(named(true));
        assertThat(inRow(page, "**left out**")).isEqualTo(named(false));
    }

    private static Set<String> inRow(String page, String title) {
        String row = page.lines()
                .filter(line -> line.startsWith("| " + title))
                .findFirst()
                .orElseThrow();
        return Pattern.compile("`([^`/]+)/?`")
                .matcher(row)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
