package dev.stellwerk.plugins.loader;

import dev.stellwerk.plugins.loader.folder.PluginFolder;
import dev.stellwerk.plugins.loader.folder.UnusableFolder;
import java.nio.file.Path;
import java.util.List;

/** What lies in the plugins folder, read and judged; none of its code has run. */
public final class FoundPlugins {
    private final List<Candidate> candidates;

    private FoundPlugins(List<Candidate> candidates) {
        this.candidates = candidates;
    }

    /**
     * Reads a folder.
     *
     * @throws UnusableFolder when the folder is not what an operator can have meant
     */
    public static FoundPlugins in(Path folder) throws UnusableFolder {
        return new FoundPlugins(
                PluginFolder.read(folder).stream().map(Candidate::of).toList());
    }

    /** None. */
    public static FoundPlugins none() {
        return new FoundPlugins(List.of());
    }

    List<Candidate> candidates() {
        return candidates;
    }

    /** All of them as they are before they start. */
    List<Plugin> plugins() {
        return candidates.stream().map(Candidate::plugin).toList();
    }
}
