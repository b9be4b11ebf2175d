package dev.stellwerk.application.fakes;

import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    public synchronized boolean add(ApiKey key) {
        outage.strike();
        String alias = key.alias();
        return (alias == null || !aliasTaken(alias)) && keys.putIfAbsent(key.hash(), key) == null;
    }

    @Override
    public synchronized boolean replace(ApiKey key) {
        outage.strike();
        return keys.computeIfPresent(
                        key.hash(),
                        (_, old) -> withBudget(
                                key, key.budget().withSpend(old.budget().spend())))
                != null;
    }

    @Override
    public synchronized Set<String> remove(Set<String> hashes) {
        outage.strike();
        var removed = new LinkedHashSet<>(hashes);
        removed.retainAll(keys.keySet());
        keys.keySet().removeAll(removed);
        return removed;
    }

    @Override
    public synchronized boolean aliasTaken(String alias) {
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
                hash,
                (_, key) -> withBudget(
                        key, key.budget().withSpend(key.budget().spend().add(new BigDecimal(dollars)))));
    }

    synchronized void setBudget(String hash, Budget budget) {
        keys.computeIfPresent(hash, (_, key) -> withBudget(key, budget));
    }

    synchronized void removeOfTeams(Set<String> teamIds) {
        keys.values().removeIf(key -> key.teamId() != null && teamIds.contains(key.teamId()));
    }

    private static ApiKey withBudget(ApiKey key, Budget budget) {
        return new ApiKey(
                key.hash(),
                key.display(),
                key.alias(),
                key.teamId(),
                key.userId(),
                key.models(),
                key.aliases(),
                key.allowedRoutes(),
                key.regions(),
                key.metadata(),
                key.routerSettings(),
                key.limits(),
                budget,
                key.blocked(),
                key.expires(),
                key.extra(),
                key.createdBy(),
                key.createdAt(),
                key.updatedAt());
    }
}
