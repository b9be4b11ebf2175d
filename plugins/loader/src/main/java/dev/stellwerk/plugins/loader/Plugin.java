package dev.stellwerk.plugins.loader;

import dev.stellwerk.plugins.loader.classes.PluginIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that was found, used or not.
 *
 * @param file the name of its jar or folder; null for the one that comes with the gateway
 * @param identity who it says it is; null where that could not be read
 * @param sums SHA-256 by name of jar
 * @param why it is left out; null when it is used
 * @param extensions what it brings; none when it is left out
 */
public record Plugin(
        @Nullable String file,
        @Nullable PluginIdentity identity,
        Map<String, String> sums,
        @Nullable LeftOut why,
        List<Extension> extensions) {
    public Plugin {
        extensions = List.copyOf(extensions);
    }

    /** One thing that it brings. */
    public record Extension(ExtensionKind kind, String name) {}

    /** How it is called where it is spoken of. */
    public String shownName() {
        if (file != null) {
            return file;
        }
        return identity == null ? "?" : identity.id();
    }

    public Optional<LeftOut> leftOut() {
        return Optional.ofNullable(why);
    }

    Plugin without(LeftOut reason) {
        return new Plugin(file, identity, sums, reason, List.of());
    }

    Plugin bringing(List<Extension> what) {
        return new Plugin(file, identity, sums, null, what);
    }
}
