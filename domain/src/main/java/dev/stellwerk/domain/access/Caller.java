package dev.stellwerk.domain.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who asks, with everything their authority follows from.
 *
 * @param role what kind of caller it is
 * @param key empty for the master key and for the keyless loopback gateway
 * @param team the key's team
 * @param customer the customer on whose behalf the call is made, if it is known
 * @param customerId the customer's id as sent, known or not
 */
public record Caller(
        Role role,
        Optional<ApiKey> key,
        Optional<Team> team,
        Optional<Customer> customer,
        Optional<String> customerId) {
    /** The kinds of callers. */
    public enum Role {
        /** The master key. */
        MASTER,
        /** Anybody, on a gateway that listens on loopback only and has no master key. */
        KEYLESS,
        /** A virtual key. */
        KEY
    }

    public static final Caller MASTER_KEY =
            new Caller(Role.MASTER, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public boolean admin() {
        return role != Role.KEY;
    }

    /** Whether key, team or customer have a bound on what they spend. */
    public boolean hasBudget() {
        return key.map(ApiKey::budget).map(Budget::max).isPresent()
                || team.map(Team::budget).map(Budget::max).isPresent()
                || customer.map(Customer::budget).map(Budget::max).isPresent();
    }

    /** Whether the budget of one of them is spent. */
    public boolean spent() {
        return key.map(ApiKey::budget).filter(Budget::spent).isPresent()
                || team.map(Team::budget).filter(Budget::spent).isPresent()
                || customer.map(Customer::budget).filter(Budget::spent).isPresent();
    }

    /** The same caller on behalf of a customer. */
    public Caller onBehalfOf(String id, Optional<Customer> known) {
        return new Caller(role, key, team, known, Optional.of(id));
    }

    /**
     * What the caller may call, as lists that must each allow it; empty lists allow everything and are left out.
     */
    public List<ModelGrant> modelGrants() {
        var grants = new ArrayList<ModelGrant>(2);
        key.ifPresent(k -> grants.add(ModelGrant.ofKey(k, team)));
        team.ifPresent(t -> grants.add(ModelGrant.ofTeam(t)));
        grants.removeIf(ModelGrant::allowsEverything);
        return grants;
    }
}
