package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.admin.Faults.NotFound;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.application.change.TeamChange;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.ManageTeams;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.access.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Teams. */
public final class TeamRoutes {
    private static final FieldTable TEAM_FIELD = FieldTable.of("team_id");
    private static final FieldTable TEAMS_FIELD = FieldTable.of("team_ids");

    private final ManageTeams teams;
    private final Authorize authorize;

    public TeamRoutes(ManageTeams teams, Authorize authorize) {
        this.teams = teams;
        this.authorize = authorize;
    }

    public List<Route> routes() {
        return List.of(
                admin("/team/new", this::create),
                admin("/team/update", this::update),
                admin("/team/delete", this::delete),
                admin("/team/block", exchange -> setBlocked(exchange, true)),
                admin("/team/unblock", exchange -> setBlocked(exchange, false)),
                read("/team/info", this::info),
                read("/team/list", this::list));
    }

    private Route admin(String path, Route.Handler handler) {
        Route.Handler guarded = exchange -> {
            authorize.authorizeChange(exchange.requester(), path);
            handler.handle(exchange);
        };
        return Route.guarded("POST", path, name(path), Faults.around(NotFound.DETAIL, guarded));
    }

    /** Members of a team may read it; the use case knows who they are. */
    private Route read(String path, Route.Handler handler) {
        Route.Handler guarded = exchange -> {
            authorize.authenticate(exchange.credential());
            handler.handle(exchange);
        };
        NotFound notFound = NotFound.envelope("auth_error", "team_id");
        return Route.guarded("GET", path, name(path), Faults.around(notFound, guarded));
    }

    private static String name(String path) {
        return path.substring(1).replace('/', '_');
    }

    private void create(Exchange exchange) {
        ReadVersion.requireNone(exchange);
        ManagementBody body = ManagementBody.read(exchange, FieldTable.TEAM_NEW);
        TeamChange fields = new ChangeReader(body, FieldTable.TEAM_NEW).team();
        send(exchange, teams.create(exchange.requester(), body.optional("team_id"), fields));
    }

    private static void send(Exchange exchange, Team team) {
        ReadVersion.tell(exchange, team.version());
        exchange.send(RecordJson.team(team));
    }

    private void update(Exchange exchange) {
        ManagementBody body = ManagementBody.read(exchange, FieldTable.TEAM_UPDATE);
        String id = body.required("team_id");
        TeamChange change = new ChangeReader(body.without("team_id"), FieldTable.TEAM_UPDATE).team();
        Team team = teams.update(exchange.requester(), id, change, ReadVersion.of(exchange));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("team_id", id);
        answer.put("data", RecordJson.team(team));
        ReadVersion.tell(exchange, team.version());
        exchange.send(answer);
    }

    private void delete(Exchange exchange) {
        List<String> ids = ManagementBody.read(exchange, TEAMS_FIELD).requiredList("team_ids");
        Version expected = ReadVersion.of(exchange, ids);
        exchange.send(Map.of("deleted_teams", teams.delete(exchange.requester(), ids, expected)));
    }

    private void setBlocked(Exchange exchange, boolean blocked) {
        String id = ManagementBody.read(exchange, TEAM_FIELD).required("team_id");
        send(exchange, teams.setBlocked(exchange.requester(), id, blocked, ReadVersion.of(exchange)));
    }

    private void info(Exchange exchange) {
        String id = RecordQuery.required(exchange, "team_id");
        ManageTeams.WithKeys found = teams.info(exchange.credential(), id);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("team_id", id);
        answer.put("team_info", RecordJson.team(found.team()));
        answer.put("keys", found.keys().stream().map(RecordJson::key).toList());
        answer.put("team_memberships", List.of());
        ReadVersion.tell(exchange, found.team().version());
        exchange.send(answer);
    }

    private void list(Exchange exchange) {
        exchange.send(teams.list(exchange.credential()).stream()
                .map(RecordJson::listedTeam)
                .toList());
    }
}
