package dev.stellwerk.application.fakes;

import dev.stellwerk.application.port.out.AliasTaken;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.OtherVersion;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import dev.stellwerk.domain.access.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keys in memory. */
public final class FakeKeyDirectory implements KeyDirectory {
    public final Outage outage = new Outage("keys");
    private final Map<String, ApiKey> keys = new LinkedHashMap<>();

    @Override
    public synchronized Optional<ApiKey> find(String hash) {
        outage.strike();
        return Optional.ofNullable(keys.get(hash));
    }

    @Override
    public Optional<ApiKey> read(String hash) {
        return find(hash);
    }

    @Override
    public synchronized boolean add(ApiKey key) {
        outage.strike();
        String alias = key.alias();
        return (alias == null || !aliasTaken(alias)) && keys.putIfAbsent(key.hash(), key) == null;
    }

    @Override
    public synchronized Optional<ApiKey> change(String hash, @Nullable Version expected, UnaryOperator<ApiKey> change) {
        outage.strike();
        ApiKey before = keys.get(hash);
        if (before == null) {
            return Optional.empty();
        }
        require(before.version(), expected);
        ApiKey after = change.apply(before)
                .withVersion(before.version().next())
                .withSpend(before.budget().spend());
        if (keys.values().stream()
                .anyMatch(other -> after.alias() != null
                        && after.alias().equals(other.alias())
                        && !other.hash().equals(hash))) {
            throw new AliasTaken();
        }
        keys.put(hash, after);
        return Optional.of(after);
    }

    private static void require(Version inForce, @Nullable Version expected) {
        if (expected != null && !expected.equals(inForce)) {
            throw new OtherVersion();
        }
    }

    @Override
    public synchronized Set<String> remove(Set<String> hashes, @Nullable Version expected) {
        outage.strike();
        hashes.stream().map(keys::get).filter(Objects::nonNull).forEach(known -> require(known.version(), expected));
        var removed = new LinkedHashSet<>(hashes);
        removed.retainAll(keys.keySet());
        keys.keySet().removeAll(removed);
        return removed;
    }

    private boolean aliasTaken(String alias) {
        return findByAlias(alias).isPresent();
    }

    @Override
    public synchronized Optional<ApiKey> findByAlias(String alias) {
        outage.strike();
        return keys.values().stream().filter(key -> alias.equals(key.alias())).findFirst();
    }

    @Override
    public synchronized KeyPage list(KeyFilter filter, int page, int size) {
        outage.strike();
        List<ApiKey> all = new ArrayList<>(keys.values())
                .reversed().stream()
                        .filter(key ->
                                filter.teamId() == null || filter.teamId().equals(key.teamId()))
                        .filter(key ->
                                filter.userId() == null || filter.userId().equals(key.userId()))
                        .filter(key -> filter.alias() == null || filter.alias().equals(key.alias()))
                        .filter(key -> filter.hash() == null || filter.hash().equals(key.hash()))
                        .toList();
        return new KeyPage(all.stream().skip((page - 1L) * size).limit(size).toList(), all.size());
    }

    @Override
    public synchronized List<ApiKey> ofTeam(String teamId) {
        outage.strike();
        return keys.values().stream().filter(key -> teamId.equals(key.teamId())).toList();
    }

    /** Adds to what a key has spent, as the ledger would. */
    public synchronized void spend(String hash, String dollars) {
        keys.computeIfPresent(
                hash, (_, key) -> key.withSpend(key.budget().spend().add(new BigDecimal(dollars))));
    }

    synchronized void setBudget(String hash, Budget budget) {
        keys.computeIfPresent(hash, (_, key) -> key.withBudget(budget));
    }

    synchronized void removeOfTeams(Set<String> teamIds) {
        keys.values().removeIf(key -> key.teamId() != null && teamIds.contains(key.teamId()));
    }
}
