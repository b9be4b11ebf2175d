package dev.stellwerk.application.access;

import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.routing.request.SourcedTags;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tags of one call, from wherever they come.
 *
 * @param policy how those of key and team work together with the caller's, for this caller
 * @param ignored the caller's tags that key or team leave out
 */
public record CallTags(SourcedTags tags, TagPolicy policy, List<String> ignored) {
    public CallTags {
        ignored = List.copyOf(ignored);
    }

    /**
     * Merges the tags of a call.
     *
     * @param clientTagsRefused calls that bring tags are refused
     * @throws CallRefused when the caller's tags are refused, or are too many or too long
     */
    public static CallTags of(
            Caller caller, ModelCall.Tags given, boolean clientTagsRefused, RoutingSettings.Tags settings) {
        TagPolicy policy = policyFor(caller, settings.policy());
        if (caller.key().isEmpty() && caller.team().isEmpty() && sentNothing(given)) {
            return new CallTags(SourcedTags.NONE, policy, List.of());
        }
        check(given, clientTagsRefused);
        List<String> root = given.root();
        List<String> last = root != null ? root : orNone(given.header());
        boolean ignore = clientTagsIgnored(caller);
        var merged = new SourcedTags.Builder(settings.routingPrefix());
        if (!ignore) {
            merged.add(TagSource.METADATA, orNone(given.metadata()));
        }
        caller.key().ifPresent(key -> merged.add(TagSource.KEY, key.tags()));
        caller.team().ifPresent(team -> merged.add(TagSource.TEAM, team.tags()));
        if (!ignore) {
            merged.add(root != null ? TagSource.BODY : TagSource.HEADER, last);
        }
        return new CallTags(merged.build(), policy, ignore ? joined(orNone(given.metadata()), last) : List.of());
    }

    private static boolean sentNothing(ModelCall.Tags given) {
        return given.metadata() == null && given.header() == null && given.root() == null;
    }

    private static List<String> orNone(@Nullable List<String> tags) {
        return tags == null ? List.of() : tags;
    }

    private static TagPolicy policyFor(Caller caller, TagPolicy usual) {
        boolean optedIn = usual == TagPolicy.STRICT
                && (caller.key().filter(CallTags::letsCallersAdd).isPresent()
                        || caller.team().filter(CallTags::letsCallersAdd).isPresent());
        return optedIn ? TagPolicy.UNION : usual;
    }

    private static boolean letsCallersAdd(ApiKey key) {
        return Boolean.TRUE.equals(key.metadata().callersMayTag());
    }

    private static boolean letsCallersAdd(Team team) {
        return Boolean.TRUE.equals(team.metadata().callersMayTag());
    }

    private static boolean clientTagsIgnored(Caller caller) {
        return caller.key()
                        .filter(key -> Boolean.FALSE.equals(key.metadata().callersMayTag()))
                        .isPresent()
                || caller.team()
                        .filter(team -> Boolean.FALSE.equals(team.metadata().callersMayTag()))
                        .isPresent();
    }

    private static void check(ModelCall.Tags given, boolean refused) {
        int sent = checkOne(given.metadata(), true, refused)
                + checkOne(given.root(), false, refused)
                + checkOne(given.header(), false, refused);
        if (sent > TagText.TAGS_MAX) {
            throw unfit(false);
        }
    }

    private static int checkOne(@Nullable List<String> tags, boolean inMetadata, boolean refused) {
        if (tags == null || tags.isEmpty()) {
            return 0;
        }
        if (refused) {
            throw new CallRefused(new CallRefusal.ClientTagsRefused());
        }
        for (String tag : tags) {
            if (!TagText.acceptable(tag)) {
                throw unfit(inMetadata);
            }
        }
        return tags.size();
    }

    private static CallRefused unfit(boolean inMetadata) {
        return new CallRefused(new CallRefusal.TagsUnfit(inMetadata));
    }

    private static List<String> joined(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        for (String tag : second) {
            if (!all.contains(tag)) {
                all.add(tag);
            }
        }
        return all;
    }
}
