package dev.stellwerk.application.management;

import dev.stellwerk.application.access.AccessService;
import dev.stellwerk.application.access.TeamIds;
import dev.stellwerk.application.change.TeamChange;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManageTeams;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.application.port.out.KeyDirectory;
import dev.stellwerk.application.port.out.RouterSettingsReader;
import dev.stellwerk.application.port.out.TeamDirectory;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import dev.stellwerk.domain.time.Time;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes and changes teams. Changes are for admins; a key sees the team it belongs to. Safe for all threads. */
public final class ManageTeamsService implements ManageTeams {
    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_FOUR = 0x4000L;
    private static final long VARIANT_BITS = 0x3FFF_FFFF_FFFF_FFFFL;

    private final AccessService access;
    private final TeamDirectory teams;
    private final KeyDirectory keys;
    private final RouterSettingsReader routerSettings;
    private final RandomGenerator random;
    private final Time time;

    /** @param random draws ids for teams that come without one */
    public ManageTeamsService(
            AccessService access,
            TeamDirectory teams,
            KeyDirectory keys,
            RouterSettingsReader routerSettings,
            RandomGenerator random,
            Time time) {
        this.access = access;
        this.teams = teams;
        this.keys = keys;
        this.routerSettings = routerSettings;
        this.random = random;
        this.time = time;
    }

    @Override
    public Team create(Requester by, @Nullable String ownId, TeamChange fields) {
        Audit audit = audit(by, "/team/new");
        String id = ownId == null ? drawnId() : ownId;
        return audit.trailOfTeam("team.new", id, fields.fields(), () -> {
            if (!TeamIds.acceptable(id)) {
                throw new ManagementFault(new Problem.TeamIdUnfit());
            }
            Changes.requireFit(fields.routerSettings(), routerSettings);
            Team team = fields.after(FreshRecords.team(id, time.now()), time.now());
            if (!ask(() -> teams.add(team))) {
                throw new ManagementFault(new Problem.TeamExists(id));
            }
            return team;
        });
    }

    private String drawnId() {
        return new UUID(
                        (random.nextLong() & ~VERSION_BITS) | VERSION_FOUR,
                        (random.nextLong() & VARIANT_BITS) | Long.MIN_VALUE)
                .toString();
    }

    @Override
    public Team update(Requester by, String teamId, TeamChange change, @Nullable Version expected) {
        return audit(by, "/team/update").trailOfTeam("team.update", teamId, change.fields(), () -> {
            Changes.requireFit(change.routerSettings(), routerSettings);
            return changed(teamId, expected, team -> change.after(team, time.now()));
        });
    }

    @Override
    public Team setBlocked(Requester by, String teamId, boolean blocked, @Nullable Version expected) {
        String action = blocked ? "block" : "unblock";
        return audit(by, "/team/" + action)
                .trailOfTeam(
                        "team." + action,
                        teamId,
                        Set.of(),
                        () -> changed(teamId, expected, team -> team.withBlocked(blocked, time.now())));
    }

    private Team changed(String teamId, @Nullable Version expected, UnaryOperator<Team> change) {
        return ask(() -> teams.change(teamId, expected, change)).orElseThrow(() -> unknown(List.of(teamId)));
    }

    @Override
    public List<String> delete(Requester by, List<String> teamIds, @Nullable Version expected) {
        return audit(by, "/team/delete")
                .trail("team.delete", Audit.teams(teamIds), Set.of(), () -> removed(teamIds, expected), Audit::teams);
    }

    private List<String> removed(List<String> teamIds, @Nullable Version expected) {
        var ids = new LinkedHashSet<>(teamIds);
        Set<String> unknown = ask(() -> teams.removeWithKeys(ids, expected));
        if (!unknown.isEmpty()) {
            throw unknown(unknown);
        }
        return List.copyOf(ids);
    }

    private Audit audit(Requester by, String route) {
        return new Audit(access.authorizeChange(by, route), by);
    }

    @Override
    public WithKeys info(Credential credential, String teamId) {
        Caller caller = reader(credential, "/team/info");
        if (!caller.admin()
                && caller.team().filter(own -> own.id().equals(teamId)).isEmpty()) {
            throw unknown(List.of(teamId));
        }
        return withKeys(existing(teamId));
    }

    @Override
    public List<WithKeys> list(Credential credential) {
        Caller caller = reader(credential, "/team/list");
        List<Team> visible = caller.admin()
                ? ask(teams::list)
                : caller.team().map(own -> List.of(existing(own.id()))).orElse(List.of());
        return visible.stream().map(this::withKeys).toList();
    }

    private WithKeys withKeys(Team team) {
        return new WithKeys(team, ask(() -> keys.ofTeam(team.id())));
    }

    private Caller reader(Credential credential, String route) {
        Caller caller = access.authenticate(credential);
        access.requireRoute(caller, route);
        return caller;
    }

    private Team existing(String teamId) {
        return ask(() -> teams.read(teamId)).orElseThrow(() -> unknown(List.of(teamId)));
    }

    private static ManagementFault unknown(Collection<String> ids) {
        return new ManagementFault(new Problem.TeamsUnknown(List.copyOf(ids)));
    }

    private static <T> T ask(Supplier<T> question) {
        return Changes.ask("teams", question);
    }
}
