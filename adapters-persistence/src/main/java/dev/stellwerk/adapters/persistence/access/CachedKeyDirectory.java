package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import dev.stellwerk.domain.access.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keys as this instance knows them; asks the database only for what it does not know. */
final class CachedKeyDirectory implements KeyDirectory {
    private final KeyDirectory stored;
    private final RecordCache<ApiKey> known;

    CachedKeyDirectory(KeyDirectory stored, RecordCache<ApiKey> known) {
        this.stored = stored;
        this.known = known;
    }

    @Override
    public Optional<ApiKey> find(String hash) {
        return known.find(hash);
    }

    @Override
    public Optional<ApiKey> read(String hash) {
        try {
            return stored.read(hash);
        } catch (StoreUnavailable e) {
            return known.find(hash); // which throws the same unless something is known
        }
    }

    @Override
    public boolean add(ApiKey key) {
        return stored.add(key);
    }

    @Override
    public Optional<ApiKey> change(String hash, @Nullable Version expected, UnaryOperator<ApiKey> change) {
        return stored.change(hash, expected, change);
    }

    @Override
    public Set<String> remove(Set<String> hashes, @Nullable Version expected) {
        return stored.remove(hashes, expected);
    }

    @Override
    public Optional<ApiKey> findByAlias(String alias) {
        return stored.findByAlias(alias);
    }

    @Override
    public KeyPage list(KeyFilter filter, int page, int size) {
        return stored.list(filter, page, size);
    }

    @Override
    public List<ApiKey> ofTeam(String teamId) {
        return stored.ofTeam(teamId);
    }
}
