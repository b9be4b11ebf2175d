package dev.stellwerk.application.port.in;

import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import dev.stellwerk.domain.access.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Use cases around virtual keys. Whoever changes one may state the version that was read; when another one is in force
 * nothing changes.
 */
public interface ManageKeys {
    /**
     * Makes a key; the only time its text is known.
     *
     * @param ownText the text that the requester chose; null means that it is drawn
     */
    Made generate(Requester by, @Nullable String ownText, KeyChange fields);

    ApiKey update(Requester by, String keyOrHash, KeyChange change, @Nullable Version expected);

    /** Removes keys, named by text, hash or alias; tells those that were there, as they were named. */
    List<String> delete(Requester by, List<String> keysOrHashes, List<String> aliases, @Nullable Version expected);

    ApiKey setBlocked(Requester by, String keyOrHash, boolean blocked, @Nullable Version expected);

    /** One key; null means the caller's own. */
    ApiKey info(Credential credential, @Nullable String keyOrHash);

    KeyPage list(Credential credential, KeyFilter filter, int page, int size);

    /** A new key with its text. */
    record Made(ApiKey key, String text) {
        @Override
        public String toString() {
            return "Made[" + key + "]";
        }
    }
}
