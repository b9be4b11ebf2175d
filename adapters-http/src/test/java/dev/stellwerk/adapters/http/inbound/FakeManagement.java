package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.application.change.CustomerChange;
import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.application.change.TeamChange;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManageCustomers;
import dev.stellwerk.application.port.in.ManageKeys;
import dev.stellwerk.application.port.in.ManageTeams;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.KeyPage;
import dev.stellwerk.domain.access.Limits;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Remembers what it was told; knows the key {@code hash-1}, the team {@code t1} and the customer {@code u1}. */
final class FakeManagement implements ManageKeys {
    private static final Instant THEN = Instant.parse("2026-01-05T10:00:00Z");

    static final Version VERSION = new Version(42);

    final Teams teams = new Teams();
    final Customers customers = new Customers();
    /** The last change that was asked for: a key's, a team's or a customer's. */
    volatile Object change = "nothing";

    volatile Version expected;
    volatile String address;
    volatile Object[] asked = {};
    volatile Problem fault;

    private void check(Object... arguments) {
        asked = arguments;
        Problem problem = fault;
        if (problem != null) {
            throw new ManagementFault(problem);
        }
    }

    static ApiKey key() {
        return new ApiKey(
                "hash-1",
                "sk-...0000",
                "first",
                "t1",
                null,
                List.of("chat"),
                Map.of(),
                List.of(),
                Set.of(new Region("eu")),
                Metadata.of(Map.of("tags", List.of("free"))),
                null,
                new Limits(77L, null, 3, Map.of(), Map.of()),
                new Budget(new BigDecimal("1.50"), null, "30d", THEN, new BigDecimal("0.25")),
                null,
                false,
                null,
                Metadata.of(Map.of("key_type", "default")),
                "default_user_id",
                THEN,
                THEN,
                VERSION);
    }

    static Team team() {
        return new Team(
                "t1",
                "search",
                List.of(),
                Map.of("mini", "chat"),
                Set.of(),
                Metadata.of(Map.of("cost_center", "7")),
                null,
                Limits.NONE,
                Budget.NONE,
                false,
                Metadata.NONE,
                THEN,
                THEN,
                VERSION);
    }

    static Customer customer() {
        return new Customer(
                "u1",
                null,
                Set.of(new Region("eu")),
                null,
                Limits.NONE,
                Budget.NONE,
                false,
                Metadata.NONE,
                THEN,
                THEN,
                VERSION);
    }

    @Override
    public Made generate(Requester by, String ownText, KeyChange fields) {
        change = fields;
        address = by.address();
        check(ownText);
        return new Made(key(), "sk-shown-once-0000");
    }

    @Override
    public ApiKey update(Requester by, String keyOrHash, KeyChange changes, Version version) {
        change = changes;
        expected = version;
        check(keyOrHash);
        return key();
    }

    @Override
    public List<String> delete(Requester by, List<String> keysOrHashes, List<String> aliases, Version version) {
        expected = version;
        check(keysOrHashes, aliases);
        return keysOrHashes.contains("gone") ? List.of() : keysOrHashes;
    }

    @Override
    public ApiKey setBlocked(Requester by, String keyOrHash, boolean blocked, Version version) {
        expected = version;
        check(keyOrHash, blocked);
        return key();
    }

    @Override
    public ApiKey info(Credential credential, String keyOrHash) {
        check(keyOrHash);
        return key();
    }

    @Override
    public KeyPage list(Credential credential, KeyFilter filter, int page, int size) {
        check(filter, page, size);
        return new KeyPage(List.of(key()), 21);
    }

    final class Teams implements ManageTeams {
        @Override
        public Team create(Requester by, String ownId, TeamChange fields) {
            change = fields;
            check(ownId);
            return team();
        }

        @Override
        public Team update(Requester by, String teamId, TeamChange changes, Version version) {
            change = changes;
            expected = version;
            check(teamId);
            return team();
        }

        @Override
        public List<String> delete(Requester by, List<String> teamIds, Version version) {
            expected = version;
            check(teamIds);
            return teamIds;
        }

        @Override
        public Team setBlocked(Requester by, String teamId, boolean blocked, Version version) {
            expected = version;
            check(teamId, blocked);
            return team();
        }

        @Override
        public WithKeys info(Credential credential, String teamId) {
            check(teamId);
            return new WithKeys(team(), List.of(key()));
        }

        @Override
        public List<WithKeys> list(Credential credential) {
            check();
            return List.of(new WithKeys(team(), List.of(key())));
        }
    }

    final class Customers implements ManageCustomers {
        @Override
        public Customer create(Requester by, String id, CustomerChange fields) {
            change = fields;
            check(id);
            return customer();
        }

        @Override
        public Customer update(Requester by, String id, CustomerChange changes, Version version) {
            change = changes;
            expected = version;
            check(id);
            return customer();
        }

        @Override
        public int delete(Requester by, List<String> ids, Version version) {
            expected = version;
            check(ids);
            return ids.size();
        }

        @Override
        public List<Customer> setBlocked(Requester by, List<String> ids, boolean blocked, Version version) {
            expected = version;
            check(ids, blocked);
            return List.of(customer());
        }

        @Override
        public Customer info(Credential credential, String id) {
            check(id);
            return customer();
        }

        @Override
        public List<Customer> list(Credential credential) {
            check();
            return List.of(customer());
        }
    }
}
