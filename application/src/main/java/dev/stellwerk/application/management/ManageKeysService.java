package dev.stellwerk.application.management;

import dev.stellwerk.application.access.AccessService;
import dev.stellwerk.application.access.KeyText;
import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManageKeys;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.application.port.out.AliasTaken;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.RouterSettingsReader;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import dev.stellwerk.domain.spi.InvalidValue;
import dev.stellwerk.domain.time.Time;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes and changes virtual keys. Changes are for admins; a virtual key sees itself and the keys of its team. Safe for
 * all threads.
 */
public final class ManageKeysService implements ManageKeys {
    private static final int PAGE_SIZE_MAX = 100;

    private final AccessService access;
    private final KeyDirectory keys;
    private final TeamDirectory teams;
    private final RouterSettingsReader routerSettings;
    private final RandomGenerator random;
    private final Time time;

    /** @param random draws the texts of keys, so it must be one for secrets */
    public ManageKeysService(
            AccessService access,
            KeyDirectory keys,
            TeamDirectory teams,
            RouterSettingsReader routerSettings,
            RandomGenerator random,
            Time time) {
        this.access = access;
        this.keys = keys;
        this.teams = teams;
        this.routerSettings = routerSettings;
        this.random = random;
        this.time = time;
    }

    @Override
    public Made generate(Requester by, @Nullable String ownText, KeyChange fields) {
        Audit audit = audit(by, "/key/generate");
        return audit.trail(
                "key.generate",
                "-",
                fields.fields(),
                () -> made(ownText, fields),
                made -> made.key().display());
    }

    private Made made(@Nullable String ownText, KeyChange fields) {
        if (ownText != null) {
            requireStrong(ownText);
        }
        String text = ownText == null ? KeyText.draw(random) : ownText;
        ApiKey key = fields.after(FreshRecords.key(text, time.now()), time.now());
        requireTeam(fields.teamId());
        Changes.requireFit(fields.routerSettings(), routerSettings);
        add(key);
        return new Made(key, text);
    }

    /** It must be as hard to guess as a drawn one, look like a key, and be no other credential. */
    private void requireStrong(String text) {
        if (!KeyText.plausible(text) || text.length() < KeyText.OWN_LENGTH_MIN) {
            throw new ManagementFault(new Problem.KeyTextUnfit());
        }
        if (access.isMasterKey(text)) {
            throw new ManagementFault(new Problem.KeyTextOfMaster());
        }
    }

    private void add(ApiKey key) {
        if (!ask(() -> keys.add(key))) {
            String alias = key.alias();
            if (alias != null && ask(() -> keys.findByAlias(alias)).isPresent()) {
                throw aliasTaken();
            }
            throw new ManagementFault(new Problem.KeyExists());
        }
    }

    private static ManagementFault aliasTaken() {
        return new ManagementFault(new Problem.KeyAliasTaken());
    }

    private void requireTeam(FieldChange<String> team) {
        String id = team.valueOrNull();
        if (id != null && ask(() -> teams.find(id)).isEmpty()) {
            throw new ManagementFault(new Problem.TeamOfKeyUnknown(id));
        }
    }

    @Override
    public ApiKey update(Requester by, String keyOrHash, KeyChange change, @Nullable Version expected) {
        return audit(by, "/key/update").trailOfKey("key.update", change.fields(), () -> {
            requireTeam(change.teamId());
            Changes.requireFit(change.routerSettings(), routerSettings);
            return changed(keyOrHash, expected, key -> change.after(key, time.now()));
        });
    }

    @Override
    public ApiKey setBlocked(Requester by, String keyOrHash, boolean blocked, @Nullable Version expected) {
        String action = blocked ? "block" : "unblock";
        return audit(by, "/key/" + action)
                .trailOfKey(
                        "key." + action,
                        Set.of(),
                        () -> changed(keyOrHash, expected, key -> key.withBlocked(blocked, time.now())));
    }

    private ApiKey changed(String keyOrHash, @Nullable Version expected, UnaryOperator<ApiKey> change) {
        try {
            return ask(() -> keys.change(KeyText.hashOf(keyOrHash), expected, change))
                    .orElseThrow(ManageKeysService::notFound);
        } catch (AliasTaken _) {
            throw aliasTaken();
        }
    }

    @Override
    public List<String> delete(
            Requester by, List<String> keysOrHashes, List<String> aliases, @Nullable Version expected) {
        return audit(by, "/key/delete")
                .trail(
                        "key.delete",
                        "-",
                        Set.of(),
                        () -> removed(namesByHash(keysOrHashes, aliases), expected),
                        removed -> removed.size() + " keys");
    }

    private List<String> removed(Map<String, String> namesByHash, @Nullable Version expected) {
        Set<String> removed = ask(() -> keys.remove(namesByHash.keySet(), expected));
        if (removed.isEmpty()) {
            throw new ManagementFault(new Problem.KeysUnknown());
        }
        namesByHash.keySet().retainAll(removed);
        return List.copyOf(namesByHash.values());
    }

    private Map<String, String> namesByHash(List<String> keysOrHashes, List<String> aliases) {
        var names = new LinkedHashMap<String, String>();
        for (String name : keysOrHashes) {
            names.putIfAbsent(KeyText.hashOf(name), name);
        }
        for (String alias : aliases) {
            ask(() -> keys.findByAlias(alias)).ifPresent(key -> names.putIfAbsent(key.hash(), alias));
        }
        return names;
    }

    private Audit audit(Requester by, String route) {
        return new Audit(access.authorizeChange(by, route), by);
    }

    @Override
    public ApiKey info(Credential credential, @Nullable String keyOrHash) {
        Caller caller = reader(credential, "/key/info");
        String hash = keyOrHash != null
                ? KeyText.hashOf(keyOrHash)
                : caller.key().map(ApiKey::hash).orElseThrow(ManageKeysService::notFound);
        ApiKey key = ask(() -> keys.read(hash)).orElseThrow(ManageKeysService::notFound);
        if (!mayRead(caller, key)) {
            throw notFound();
        }
        return key;
    }

    private static boolean mayRead(Caller caller, ApiKey key) {
        boolean own =
                caller.key().filter(mine -> mine.hash().equals(key.hash())).isPresent();
        boolean ofOwnTeam =
                caller.team().filter(team -> team.id().equals(key.teamId())).isPresent();
        return caller.admin() || own || ofOwnTeam;
    }

    @Override
    public KeyPage list(Credential credential, KeyFilter filter, int page, int size) {
        Caller caller = reader(credential, "/key/list");
        if (page < 1) {
            throw new InvalidValue("page", Integer.toString(page), "must be 1 or more");
        }
        if (size < 1 || size > PAGE_SIZE_MAX) {
            throw new InvalidValue("size", Integer.toString(size), "must be from 1 to " + PAGE_SIZE_MAX);
        }
        return narrowed(filter, caller)
                .map(own -> ask(() -> keys.list(own, page, size)))
                .orElse(new KeyPage(List.of(), 0));
    }

    /** What the caller may see of what it asks for; empty when that is nothing. */
    private static Optional<KeyFilter> narrowed(KeyFilter filter, Caller caller) {
        if (caller.admin()) {
            return Optional.of(filter);
        }
        Optional<String> team = caller.team().map(Team::id);
        if (team.isPresent()) {
            return filter.teamId() == null || filter.teamId().equals(team.get())
                    ? Optional.of(new KeyFilter(team.get(), filter.userId(), filter.alias(), filter.hash()))
                    : Optional.empty();
        }
        Optional<String> own = caller.key().map(ApiKey::hash);
        return own.filter(hash -> filter.hash() == null || Objects.equals(filter.hash(), hash))
                .map(hash -> new KeyFilter(filter.teamId(), filter.userId(), filter.alias(), hash));
    }

    private Caller reader(Credential credential, String route) {
        Caller caller = access.authenticate(credential);
        access.requireRoute(caller, route);
        return caller;
    }

    private static ManagementFault notFound() {
        return new ManagementFault(new Problem.KeyUnknown());
    }

    private static <T> T ask(Supplier<T> question) {
        return Changes.ask("keys", question);
    }
}
