package dev.stellwerk.application.access;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ExplainRoute;
import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.application.port.out.BudgetPeriods;
import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.StoreUnavailable;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated.Reason;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.time.Time;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells who calls. Safe for all threads; asks the directories, which may block, and decides nothing on a guess: when
 * one cannot be asked the call is refused as {@link CallRefusal.Unavailable}.
 */
public final class AccessService implements Authorize {
    private final boolean customerRequired;
    private final byte @Nullable [] masterDigest;
    private final KeyDirectory keys;
    private final TeamDirectory teams;
    private final CustomerDirectory customers;
    private final BudgetReset budgets;
    private final Time time;

    /**
     * @param settings without a master key in them every caller is an admin; that the gateway then listens on loopback
     *     only is seen to elsewhere
     */
    public AccessService(
            GatewayConfiguration.Access settings,
            KeyDirectory keys,
            TeamDirectory teams,
            CustomerDirectory customers,
            BudgetPeriods periods,
            Time time) {
        customerRequired = settings.customerRequired();
        masterDigest = settings.masterKey() == null
                ? null
                : KeyText.digest(settings.masterKey().value());
        this.keys = keys;
        this.teams = teams;
        this.customers = customers;
        budgets = new BudgetReset(periods);
        this.time = time;
    }

    /**
     * {@inheritDoc}
     *
     * <p>For routes that are not model calls. Those use {@link #identify}, because clients rely on other faults being
     * reported before a key that is blocked or expired.
     */
    @Override
    public Caller authenticate(Credential credential) {
        Caller caller = identify(credential);
        Optional<ApiKey> key = caller.key();
        if (key.isPresent() && key.get().blocked()) {
            throw refused(Reason.KEY_BLOCKED);
        }
        if (key.isPresent() && key.get().expired(time.now())) {
            throw new CallRefused(new NotAuthenticated(Reason.EXPIRED, key.get().display()));
        }
        caller.team().filter(Team::blocked).ifPresent(team -> {
            throw new CallRefused(new NotAuthenticated(Reason.TEAM_BLOCKED, team.id()));
        });
        return caller;
    }

    @Override
    public Caller requireAdmin(Credential credential, String route) {
        Caller caller = authenticate(credential);
        if (!caller.admin()) {
            throw new CallRefused(new CallRefusal.RouteDenied(route, true));
        }
        return caller;
    }

    @Override
    public Caller authorizeChange(Requester by, String route) {
        Caller caller = authenticate(by.credential());
        if (!caller.admin()) {
            AuditTrail.write(caller, by, route.substring(1).replace('/', '.'), "-", Set.of(), "refused");
            throw new CallRefused(new CallRefusal.RouteDenied(route, true));
        }
        return caller;
    }

    /**
     * The caller behind a credential, whatever state its key and team are in.
     *
     * @throws CallRefused when it is missing, malformed or unknown
     */
    public Caller identify(Credential credential) {
        return switch (credential) {
            case Credential.Presented(String text) -> ofText(text);
            case Credential.Missing _ -> ofNobody(Reason.MISSING);
            case Credential.Malformed _ -> ofNobody(Reason.MALFORMED);
            case Credential.Several _ -> throw refused(Reason.SEVERAL);
        };
    }

    /**
     * Refuses a route that the caller may not use.
     *
     * @param route as it was matched, such as {@code /chat/completions}
     */
    public void requireRoute(Caller caller, String route) {
        RouteRules.fault(caller, route).ifPresent(refusal -> {
            throw new CallRefused(refusal);
        });
    }

    /**
     * The caller on behalf of the customer of this id, known or not; null and empty name nobody.
     *
     * @throws CallRefused when no customer can have this id
     */
    public Caller customer(Caller caller, @Nullable String id) {
        if (id == null || id.isEmpty()) {
            return caller;
        }
        if (!CustomerIds.acceptable(id)) {
            throw new CallRefused(new CallRefusal.CustomerUnfit());
        }
        return caller.onBehalfOf(id, Stores.ask("customers", () -> findCustomer(id)));
    }

    /** The fault of a call that names no customer where every call has to; to be asked after all other checks. */
    public Optional<CallRefusal> missingCustomer(Caller caller) {
        return customerRequired && caller.customerId().isEmpty()
                ? Optional.of(new NotAuthenticated(Reason.CUSTOMER_REQUIRED, null))
                : Optional.empty();
    }

    /**
     * The caller as whom an explanation is asked for: oneself, or for admins any key or team.
     *
     * @throws CallRefused when somebody else than an admin asks for others, or for others that do not exist
     */
    public Caller onBehalfOf(Caller caller, ExplainRoute.OnBehalfOf whom) {
        String key = whom.key();
        String teamId = whom.teamId();
        if (key == null && teamId == null) {
            return caller;
        }
        if (!caller.admin()) {
            throw new CallRefused(new CallRefusal.SpeakingForOthersRefused());
        }
        if (key != null) {
            return Stores.ask("keys", () -> findKey(KeyText.hashOf(key)))
                    .map(this::ofKey)
                    .orElseThrow(() -> nobody(false));
        }
        Team team = Optional.ofNullable(teamId)
                .filter(TeamIds::acceptable)
                .flatMap(id -> Stores.ask("teams", () -> findTeam(id)))
                .orElseThrow(() -> nobody(true));
        return new Caller(Caller.Role.KEY, Optional.empty(), Optional.of(team), Optional.empty(), Optional.empty());
    }

    private static CallRefused nobody(boolean team) {
        return new CallRefused(new CallRefusal.NobodyToSpeakFor(team));
    }

    private Caller ofText(String text) {
        if (isMasterKey(text)) {
            return Caller.MASTER_KEY;
        }
        Optional<ApiKey> key =
                KeyText.plausible(text) ? Stores.ask("keys", () -> findKey(KeyText.hash(text))) : Optional.empty();
        return key.isPresent() ? ofKey(key.get()) : ofNobody(whyUnknown(text));
    }

    /** Whether a text is the master key's; no virtual key may have it. */
    public boolean isMasterKey(String text) {
        return masterDigest != null && MessageDigest.isEqual(masterDigest, KeyText.digest(text));
    }

    /**
     * The virtual key that has the text of the master key, which somebody chose later; whoever holds it would be an admin.
     * Empty also while the keys cannot be asked for.
     */
    public Optional<ApiKey> twinOfMasterKey() {
        if (masterDigest == null) {
            return Optional.empty();
        }
        try {
            return keys.find(HexFormat.of().formatHex(masterDigest));
        } catch (StoreUnavailable _) {
            return Optional.empty(); // the gateway starts without its database, too
        }
    }

    private static Reason whyUnknown(String text) {
        if (text.isBlank()) {
            return Reason.MALFORMED;
        }
        return text.startsWith(KeyText.PREFIX) ? Reason.UNKNOWN : Reason.NOT_A_KEY;
    }

    private Caller ofNobody(Reason reason) {
        if (masterDigest == null) {
            return new Caller(
                    Caller.Role.KEYLESS, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        throw refused(reason);
    }

    /** A key whose team is gone is gone as well. */
    private Caller ofKey(ApiKey key) {
        String teamId = key.teamId();
        Optional<Team> team = teamId == null ? Optional.empty() : Stores.ask("teams", () -> findTeam(teamId));
        if (teamId != null && team.isEmpty()) {
            throw refused(Reason.UNKNOWN);
        }
        return new Caller(Caller.Role.KEY, Optional.of(key), team, Optional.empty(), Optional.empty());
    }

    private Optional<ApiKey> findKey(String hash) {
        Instant now = time.now();
        return keys.find(hash)
                .flatMap(found -> budgets.current(
                        BudgetPeriods.Owner.KEY, hash, found, ApiKey::budget, now, () -> keys.find(hash)))
                .map(key -> key.raisedAt(now));
    }

    private Optional<Team> findTeam(String id) {
        return teams.find(id)
                .flatMap(found -> budgets.current(
                        BudgetPeriods.Owner.TEAM, id, found, Team::budget, time.now(), () -> teams.find(id)));
    }

    private Optional<Customer> findCustomer(String id) {
        return customers
                .find(id)
                .flatMap(found -> budgets.current(
                        BudgetPeriods.Owner.CUSTOMER,
                        id,
                        found,
                        Customer::budget,
                        time.now(),
                        () -> customers.find(id)));
    }

    private static CallRefused refused(Reason reason) {
        return new CallRefused(new NotAuthenticated(reason, null));
    }
}
