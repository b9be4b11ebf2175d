package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pictures and files, as data or by their address. The gateway opens no address. */
final class MediaPart {
    private static final Pattern DATA = Pattern.compile("data:([^;,]*)((?:;[^;,]*)*),(.*)", Pattern.DOTALL);
    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://.*", Pattern.DOTALL);
    private static final String PDF = "application/pdf";
    private static final String TEXT = "text/plain";

    private final String path;
    private final Set<String> flags;

    MediaPart(String path, Set<String> flags) {
        this.path = path;
        this.flags = flags;
    }

    Map<String, @Nullable Object> block(Map<String, @Nullable Object> part) {
        return "file".equals(part.get("type")) ? file(Values.object(part.get("file"))) : picture(part.get("image_url"));
    }

    private Map<String, @Nullable Object> picture(@Nullable Object written) {
        String url = written instanceof String text ? text : Values.textOr(Values.object(written), "url", "");
        return isData(url) ? ofData(url) : block("image", Values.of("type", "url", "url", url));
    }

    private Map<String, @Nullable Object> file(Map<String, @Nullable Object> file) {
        String data = Values.text(file, "file_data");
        if (data != null) {
            if (!isData(data)) {
                throw refused("'file_data' that is no data URL");
            }
            return ofData(data);
        }
        String id = Values.text(file, "file_id");
        if (id == null) {
            throw refused("a file without 'file_data' and 'file_id'");
        }
        String type = Values.textOr(file, "format", "").startsWith("image/") ? "image" : "document";
        if (ADDRESS.matcher(id).matches()) {
            return block(type, Values.of("type", "url", "url", id));
        }
        flags.add("files-api-2025-04-14");
        return block(type, Values.of("type", "file", "file_id", id));
    }

    private static boolean isData(String url) {
        return url.regionMatches(true, 0, "data:", 0, 5);
    }

    private Map<String, @Nullable Object> ofData(String url) {
        Matcher data = DATA.matcher(url);
        if (!data.matches() || !data.group(2).toLowerCase(Locale.ROOT).contains(";base64")) {
            throw refused("a data URL that is not in base64");
        }
        String media = data.group(1).strip().toLowerCase(Locale.ROOT);
        if (media.startsWith("image/")) {
            return block("image", base64(media, data.group(3)));
        }
        return switch (media) {
            case PDF -> block("document", base64(PDF, data.group(3)));
            case TEXT -> {
                Map<String, @Nullable Object> source = Values.of("type", "text", "media_type", TEXT);
                source.put("data", decoded(data.group(3)));
                yield block("document", source);
            }
            default -> throw refused("files of type '" + media + "'");
        };
    }

    private static Map<String, @Nullable Object> base64(String media, String data) {
        Map<String, @Nullable Object> source = Values.of("type", "base64", "media_type", media);
        source.put("data", data);
        return source;
    }

    private String decoded(String data) {
        try {
            return new String(Base64.getDecoder().decode(data), UTF_8);
        } catch (IllegalArgumentException _) {
            throw refused("a data URL whose base64 is broken");
        }
    }

    private static Map<String, @Nullable Object> block(String type, Map<String, @Nullable Object> source) {
        return Values.of("type", type, "source", source);
    }

    private UntranslatableCall refused(String what) {
        return new UntranslatableCall("anthropic does not take " + what + " (" + path + ")", "messages");
    }
}
