package dev.stellwerk.application.port.in;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Use cases around virtual keys. Changes are maps of the fields that the request contains, as the API names them:
 * a field that is missing changes nothing, a null clears.
 */
public interface ManageKeys {
    /** Makes a key; the only time its text is known. */
    Made generate(Credential credential, Map<String, Object> fields);

    ApiKey update(Credential credential, String keyOrHash, Map<String, Object> changes);

    /** Removes keys, named by text, hash or alias; tells those that were there, as they were named. */
    List<String> delete(Credential credential, List<String> keysOrHashes, List<String> aliases);

    ApiKey setBlocked(Credential credential, String keyOrHash, boolean blocked);

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
