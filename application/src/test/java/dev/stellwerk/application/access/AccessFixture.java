package dev.stellwerk.application.access;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.fakes.FakeBudgetPeriods;
import dev.stellwerk.application.fakes.FakeCustomerDirectory;
import dev.stellwerk.application.fakes.FakeKeyDirectory;
import dev.stellwerk.application.fakes.FakeTeamDirectory;
import dev.stellwerk.application.fakes.ManualTime;
import dev.stellwerk.application.fakes.PlainRouterSettings;
import dev.stellwerk.application.management.ManageCustomersService;
import dev.stellwerk.application.management.ManageKeysService;
import dev.stellwerk.application.management.ManageTeamsService;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManageKeys;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.application.port.out.RouterSettingsReader;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.region.RegionTree;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** The services of this package on fakes, with a master key and a catalog of two models. */
public final class AccessFixture {
    public static final Credential MASTER = presented("sk-the-master-key-of-these-tests");

    /** The master key, from this machine. */
    public static final Requester ADMIN = new Requester(MASTER, "127.0.0.1");

    public static final RouterSettingsReader ROUTER_SETTINGS = new PlainRouterSettings();

    private static final Logger TRAIL = Logger.getLogger("dev.stellwerk.audit");

    static {
        TRAIL.setUseParentHandlers(false); // thousands of lines that no reader of test output wants
    }

    public final ManualTime time = new ManualTime("2026-01-14T10:20:30Z"); // a Wednesday
    public final FakeKeyDirectory keys = new FakeKeyDirectory();
    public final FakeTeamDirectory teams = new FakeTeamDirectory(keys);
    public final FakeCustomerDirectory customers = new FakeCustomerDirectory();
    public final FakeBudgetPeriods periods = new FakeBudgetPeriods(keys, teams, customers);
    private final RandomGenerator random = new SplittableRandom(42);
    public final AccessService access;
    public final ManageKeysService manageKeys;
    public final ManageTeamsService manageTeams;
    public final ManageCustomersService manageCustomers;

    public AccessFixture() {
        this(settings(new Secret("sk-the-master-key-of-these-tests"), false, null));
    }

    public AccessFixture(GatewayConfiguration.Access settings) {
        CatalogSnapshot catalog = catalog(deployment("chat"), deployment("other"));
        access = new AccessService(settings, keys, teams, customers, periods, time);
        manageKeys = new ManageKeysService(access, keys, teams, ROUTER_SETTINGS, random, time);
        manageTeams = new ManageTeamsService(access, teams, keys, ROUTER_SETTINGS, random, time);
        manageCustomers = new ManageCustomersService(access, customers, () -> catalog, time);
    }

    public static GatewayConfiguration.Access settings(
            @Nullable Secret masterKey, boolean customerRequired, @Nullable Boolean mockTesting) {
        GatewayConfiguration.Access defaults = GatewayConfiguration.Access.DEFAULTS;
        return new GatewayConfiguration.Access(
                masterKey,
                null,
                null,
                List.of(),
                customerRequired,
                false,
                mockTesting,
                defaults.routeModels(),
                Map.of(),
                defaults.keyCacheLife());
    }

    public static Deployment deployment(String group) {
        return aDeployment(group, group + "-1").build();
    }

    public static Deployment.Builder aDeployment(String group, String id) {
        return Deployment.builder(new DeploymentId(id), group, ENDPOINT);
    }

    public static CatalogSnapshot catalog(Deployment... deployments) {
        return catalog(List.of(), deployments);
    }

    public static CatalogSnapshot catalog(List<Alias> aliases, Deployment... deployments) {
        var byName = new LinkedHashMap<String, Alias>();
        aliases.forEach(alias -> byName.put(alias.name(), alias));
        return new CatalogSnapshot(List.of(deployments), byName, RegionTree.FLAT, new TrafficBoard());
    }

    public static Credential presented(String text) {
        return new Credential.Presented(text);
    }

    /** The lines of the audit trail that an action writes. */
    public static List<String> trailOf(Runnable action) {
        var lines = new ArrayList<String>();
        var collector = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        TRAIL.addHandler(collector);
        try {
            action.run();
        } finally {
            TRAIL.removeHandler(collector);
        }
        return lines;
    }

    public ManageKeys.Made made(Map<String, Object> fields) {
        return manageKeys.generate(ADMIN, null, GivenFields.ofKey(fields));
    }

    /** A new team of this id with these fields. */
    public Team newTeam(String id, Map<String, Object> fields) {
        return manageTeams.create(ADMIN, id, GivenFields.ofTeam(fields));
    }

    /** A new customer of this id with these fields. */
    public Customer newCustomer(String id, Map<String, Object> fields) {
        return manageCustomers.create(ADMIN, id, GivenFields.ofCustomer(fields));
    }

    /** A new key with these fields, as its credential. */
    public Credential newKey(Map<String, Object> fields) {
        return presented(made(fields).text());
    }

    /** The caller of a new key with these fields. */
    public Caller callerWith(Map<String, Object> fields) {
        return access.identify(newKey(fields));
    }

    public ApiKey key(Credential credential) {
        return access.identify(credential).key().orElseThrow();
    }

    public static CallRefusal refusal(ThrowingCallable call) {
        return catchThrowableOfType(CallRefused.class, call).refusal();
    }

    public static Problem problem(ThrowingCallable call) {
        return catchThrowableOfType(ManagementFault.class, call).problem();
    }

    private static final Endpoint ENDPOINT = new Endpoint("openai", "m", null, null, null, null, Map.of());
}
