package dev.stellwerk.application.management;

import dev.stellwerk.application.access.AccessService;
import dev.stellwerk.application.access.ApiKeys;
import dev.stellwerk.application.access.KeyText;
import dev.stellwerk.application.access.Stores;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManageKeys;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Kind;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.time.Time;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
    private final RandomGenerator random;
    private final Time time;

    /** @param random draws the texts of keys, so it must be one for secrets */
    public ManageKeysService(
            AccessService access, KeyDirectory keys, TeamDirectory teams, RandomGenerator random, Time time) {
        this.access = access;
        this.keys = keys;
        this.teams = teams;
        this.random = random;
        this.time = time;
    }

    @Override
    public Made generate(Credential credential, Map<String, Object> given) {
        Caller admin = access.requireAdmin(credential, "/key/generate");
        var fields = new Fields(given);
        String text = textFor(fields);
        return Audit.trail(admin, "key.generate", text, fields.among(ManagementFields.KEY_GENERATE), () -> {
            ApiKey key = KeyFields.fresh(text, fields, time.now());
            requireTeam(fields, key.teamId());
            add(key);
            return new Made(key, text);
        });
    }

    private String textFor(Fields fields) {
        String own = fields.text("key", null);
        if (own == null) {
            return KeyText.draw(random);
        }
        KeyFields.checkOwnText(own);
        return own;
    }

    private void add(ApiKey key) {
        requireFreeAlias(key);
        if (ask(() -> keys.add(key))) {
            return;
        }
        requireFreeAlias(key); // somebody else may have taken it meanwhile
        throw new ManagementFault(Kind.EXISTS, "key", "This key already exists");
    }

    private void requireFreeAlias(ApiKey key) {
        String alias = key.alias();
        if (alias == null) {
            return;
        }
        Optional<ApiKey> holder = ask(() -> keys.findByAlias(alias));
        if (holder.filter(other -> !other.hash().equals(key.hash())).isPresent()) {
            throw new ManagementFault(
                    Kind.EXISTS, "key_alias", "Key with alias '" + alias + "' already exists: aliases are unique");
        }
    }

    private void requireTeam(Fields fields, @Nullable String teamId) {
        if (fields.has("team_id")
                && teamId != null
                && ask(() -> teams.find(teamId)).isEmpty()) {
            throw new ManagementFault(Kind.INVALID, "team_id", "Team doesn't exist, passed team_id=" + teamId);
        }
    }

    @Override
    public ApiKey update(Credential credential, String keyOrHash, Map<String, Object> changes) {
        Caller admin = access.requireAdmin(credential, "/key/update");
        var fields = new Fields(changes);
        return Audit.trail(admin, "key.update", keyOrHash, fields.among(ManagementFields.KEY_UPDATE), () -> {
            ApiKey changed = KeyFields.changed(existing(keyOrHash), fields, time.now());
            requireTeam(fields, changed.teamId());
            requireFreeAlias(changed);
            return replaced(changed);
        });
    }

    @Override
    public ApiKey setBlocked(Credential credential, String keyOrHash, boolean blocked) {
        String action = blocked ? "block" : "unblock";
        Caller admin = access.requireAdmin(credential, "/key/" + action);
        return Audit.trail(
                admin,
                "key." + action,
                List.of(keyOrHash),
                () -> replaced(ApiKeys.withBlocked(existing(keyOrHash), blocked, time.now())));
    }

    private ApiKey replaced(ApiKey changed) {
        if (!ask(() -> keys.replace(changed))) {
            throw notFound();
        }
        return changed;
    }

    @Override
    public List<String> delete(Credential credential, List<String> keysOrHashes, List<String> aliases) {
        Caller admin = access.requireAdmin(credential, "/key/delete");
        var named = new ArrayList<>(keysOrHashes);
        named.addAll(aliases);
        return Audit.trail(admin, "key.delete", named, () -> {
            Map<String, String> namesByHash = namesByHash(keysOrHashes, aliases);
            Set<String> removed = ask(() -> keys.remove(namesByHash.keySet()));
            if (removed.isEmpty()) {
                throw new ManagementFault(Kind.NOT_FOUND, "keys", "No keys found");
            }
            namesByHash.keySet().retainAll(removed);
            return List.copyOf(namesByHash.values());
        });
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

    @Override
    public ApiKey info(Credential credential, @Nullable String keyOrHash) {
        Caller caller = reader(credential, "/key/info");
        if (keyOrHash == null) {
            return caller.key().orElseThrow(ManageKeysService::notFound);
        }
        ApiKey key = existing(keyOrHash);
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
            throw Fields.malformed("page", "must be 1 or more");
        }
        if (size < 1 || size > PAGE_SIZE_MAX) {
            throw Fields.malformed("size", "must be from 1 to " + PAGE_SIZE_MAX);
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

    private ApiKey existing(String keyOrHash) {
        return ask(() -> keys.find(KeyText.hashOf(keyOrHash))).orElseThrow(ManageKeysService::notFound);
    }

    private static ManagementFault notFound() {
        return new ManagementFault(Kind.NOT_FOUND, "key", "Key not found in database");
    }

    private static <T> T ask(Supplier<T> question) {
        return Stores.ask("keys", question);
    }
}
