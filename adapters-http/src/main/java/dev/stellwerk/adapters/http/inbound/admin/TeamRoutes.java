package dev.stellwerk.adapters.http.inbound.admin;

import dev.stellwerk.adapters.http.inbound.admin.Faults.NotFound;
import dev.stellwerk.adapters.http.inbound.error.ErrorReplies;
import dev.stellwerk.adapters.http.inbound.route.Exchange;
import dev.stellwerk.adapters.http.inbound.route.Route;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import dev.stellwerk.application.management.ManagementFields;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.ManageTeams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Teams. */
public final class TeamRoutes {
    private static final Set<String> TEAM_FIELD = Set.of("team_id");
    private static final Set<String> TEAMS_FIELD = Set.of("team_ids");

    private final ManageTeams teams;
    private final Authorize authorize;
    private final Faults faults;

    public TeamRoutes(ManageTeams teams, Authorize authorize, ErrorReplies errors) {
        this.teams = teams;
        this.authorize = authorize;
        this.faults = new Faults(errors);
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
            authorize.requireAdmin(exchange.credential(), path);
            handler.handle(exchange);
        };
        return Route.guarded("POST", path, name(path), faults.around(NotFound.DETAIL, guarded));
    }

    /** Members of a team may read it; the use case knows who they are. */
    private Route read(String path, Route.Handler handler) {
        Route.Handler guarded = exchange -> {
            authorize.authenticate(exchange.credential());
            handler.handle(exchange);
        };
        NotFound notFound = NotFound.envelope("auth_error", "team_id");
        return Route.guarded("GET", path, name(path), faults.around(notFound, guarded));
    }

    private static String name(String path) {
        return path.substring(1).replace('/', '_');
    }

    private void create(Exchange exchange) {
        Fields fields = Fields.read(exchange, ManagementFields.TEAM_NEW);
        exchange.send(Rows.team(teams.create(exchange.credential(), fields.known())));
    }

    private void update(Exchange exchange) {
        Fields fields = Fields.read(exchange, ManagementFields.TEAM_UPDATE);
        String id = fields.required("team_id");
        var answer = new LinkedHashMap<String, Object>();
        answer.put("team_id", id);
        answer.put("data", Rows.team(teams.update(exchange.credential(), id, fields.without("team_id"))));
        exchange.send(answer);
    }

    private void delete(Exchange exchange) {
        List<String> ids = Fields.read(exchange, TEAMS_FIELD).requiredList("team_ids");
        exchange.send(Map.of("deleted_teams", teams.delete(exchange.credential(), ids)));
    }

    private void setBlocked(Exchange exchange, boolean blocked) {
        String id = Fields.read(exchange, TEAM_FIELD).required("team_id");
        exchange.send(Rows.team(teams.setBlocked(exchange.credential(), id, blocked)));
    }

    private void info(Exchange exchange) {
        String id = exchange.query("team_id");
        if (id == null) {
            throw ValidationFault.missing("query", "team_id");
        }
        ManageTeams.WithKeys found = teams.info(exchange.credential(), id);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("team_id", id);
        answer.put("team_info", Rows.team(found.team()));
        answer.put("keys", found.keys().stream().map(Rows::key).toList());
        answer.put("team_memberships", List.of());
        exchange.send(answer);
    }

    private void list(Exchange exchange) {
        exchange.send(
                teams.list(exchange.credential()).stream().map(Rows::listedTeam).toList());
    }
}
