package dev.stellwerk.plugins.loader.classes;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a plugin cannot be used, found in its bytes. */
public final class UnusableClasses extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient @Nullable PluginIdentity identity;

    UnusableClasses(String code, String detail) {
        this(code, detail, null);
    }

    /** @param identity who it says it is, as far as it was read */
    UnusableClasses(String code, String detail, @Nullable PluginIdentity identity) {
        super(detail);
        this.code = code;
        this.identity = identity;
    }

    /** A word for programs. */
    public String code() {
        return code;
    }

    /** A sentence for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public Optional<PluginIdentity> identity() {
        return Optional.ofNullable(identity);
    }
}
