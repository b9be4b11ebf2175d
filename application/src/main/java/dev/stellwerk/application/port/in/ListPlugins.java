package dev.stellwerk.application.port.in;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which plugins there are, used or not. */
public interface ListPlugins {
    Listing list();

    /**
     * The plugins of a gateway.
     *
     * @param spi the version of the plugin interface that this gateway speaks
     * @param folder where the plugins lie; null when there is none
     * @param plugins the built-in one first, then by name of their files
     */
    record Listing(String spi, @Nullable String folder, List<Listed> plugins) {
        public Listing {
            plugins = List.copyOf(plugins);
        }
    }

    /**
     * One plugin.
     *
     * @param file the name of its jar or folder; null for the built-in one
     * @param identity null where it could not be read
     * @param leftOut why it is not used; null when it is
     * @param jars in the order of their names
     */
    record Listed(
            @Nullable String file,
            @Nullable Identity identity,
            @Nullable Fault leftOut,
            List<Jar> jars,
            List<Extension> extensions) {
        public Listed {
            jars = List.copyOf(jars);
            extensions = List.copyOf(extensions);
        }
    }

    /** A jar of a plugin, by name, with its sum in lower-case hexadecimal digits. */
    record Jar(String name, String sha256) {}

    /** Who a plugin says it is; {@code spi} is the version of the interface that it was built for. */
    record Identity(String id, String version, String spi, String description) {}

    /** A word for programs and a sentence for people. */
    record Fault(String code, String detail) {}

    /**
     * One thing that a plugin brings.
     *
     * @param used the configuration names it
     * @param shadowed its bare name means a built-in
     */
    record Extension(Kind kind, String name, boolean used, boolean shadowed) {}

    /** What a plugin can bring. */
    enum Kind {
        STRATEGY,
        FILTER,
        PREFERENCE,
        REGION_RESOLVER,
        TAGGER,
        USAGE_SINK
    }
}
