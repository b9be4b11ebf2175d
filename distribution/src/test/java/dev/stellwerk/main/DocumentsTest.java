package dev.stellwerk.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents point at is there, and what they tell to type can be typed. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Path OF_THE_ZIP = Path.of("src/main/readme/README.md").toAbsolutePath();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern COMMAND = Pattern.compile("stellwerk (serve|check|explain|version)\\b([^`\n]*)");
    private static final Pattern OPTION = Pattern.compile("(?<=[\\s\\[])(--[a-z-]+|-[cp])\\b");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> pages = Files.walk(DOCS)) {
            List<Path> markdown = pages.filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            return Stream.concat(
                    markdown.stream(),
                    Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md").map(ROOT::resolve));
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_link_leads_somewhere(Path page) throws IOException {
        assertThat(dead(page, page.getParent())).isEmpty();
    }

    /** The zip holds {@code docs} beside its own README, and nothing of the sources. */
    @Test
    void no_page_that_is_shipped_leads_out_of_the_zip() throws IOException {
        var leading = new ArrayList<String>();
        for (Path page : documents().filter(page -> page.startsWith(DOCS)).toList()) {
            links(page)
                    .filter(link ->
                            !page.getParent().resolve(file(link)).normalize().startsWith(DOCS))
                    .forEach(link -> leading.add(ROOT.relativize(page) + " -> " + link));
        }
        assertThat(leading).isEmpty();
    }

    @Test
    void the_readme_of_the_zip_leads_to_what_is_packed() throws IOException {
        Set<String> packed = Set.of("LICENSE", "SECURITY-NOTES", "config", "config/quickstart.yaml");
        assertThat(links(OF_THE_ZIP).filter(link -> !packed.contains(link)))
                .allMatch(link -> link.startsWith("docs/") && Files.exists(ROOT.resolve(file(link))));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_option_of_a_command_exists(Path page) throws IOException {
        for (MatchResult command :
                COMMAND.matcher(Files.readString(page)).results().toList()) {
            String known = Terminal.stellwerk("help", command.group(1)).output();
            OPTION.matcher(command.group(2))
                    .results()
                    .map(MatchResult::group)
                    .filter(option -> !option.equals("--help"))
                    .forEach(option -> assertThat(known).as(command.group()).contains(option));
        }
    }

    @Test
    void the_page_about_providers_has_each_with_its_address_and_its_variables() throws IOException {
        JsonNode table = new ObjectMapper()
                .readTree(ROOT.resolve("adapters-persistence/src/main/resources/dev/stellwerk/adapters"
                                + "/persistence/config/provider/providers.json")
                        .toFile())
                .path("spoken");
        String page = Files.readString(DOCS.resolve("providers.md"));

        assertThat(table.size()).isGreaterThan(50);
        for (Map.Entry<String, JsonNode> row : table.properties()) {
            JsonNode provider = row.getValue();
            String base = provider.path("base").asText("");
            boolean open = provider.has("keys") && !provider.path("key_needed").asBoolean(true);
            assertThat(page.lines())
                    .contains("| `%s` | %s | %s | %s%s |"
                            .formatted(
                                    row.getKey(),
                                    base.isEmpty() ? "`api_base` is needed" : "`" + base + "`",
                                    quoted(provider.path("bases")),
                                    quoted(provider.path("keys")),
                                    open ? " (may be missing)" : ""));
        }
    }

    private static String quoted(JsonNode names) {
        return names.isEmpty()
                ? "–"
                : names.valueStream().map(name -> "`" + name.asText() + "`").collect(Collectors.joining(", "));
    }

    private static List<String> dead(Path page, Path folder) throws IOException {
        return links(page).filter(link -> isDead(page, folder, link)).toList();
    }

    private static boolean isDead(Path page, Path folder, String link) {
        Path target = link.startsWith("#") ? page : folder.resolve(file(link));
        if (!Files.exists(target)) {
            return true;
        }
        int hash = link.indexOf('#');
        return hash >= 0 && !headings(target).contains(link.substring(hash + 1));
    }

    private static String file(String link) {
        return link.replaceFirst("#.*", "");
    }

    private static Stream<String> links(Path page) throws IOException {
        return LINK.matcher(Files.readString(page))
                .results()
                .map(found -> found.group(1))
                .filter(link -> !link.contains("://"));
    }

    /** As the usual renderers name them. */
    private static Set<String> headings(Path page) {
        try (Stream<String> lines = Files.lines(page)) {
            return lines.filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("#+ *", "").toLowerCase(Locale.ROOT))
                    .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
