package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.RoutingContext;

/** What a deployment takes so many of a minute. */
enum Limit {
    REQUESTS("requests"),
    TOKENS("tokens");

    private final String what;

    Limit(String what) {
        this.what = what;
    }

    /** The word for "no more of these this minute". */
    String code() {
        return "over_" + what;
    }

    /** Why a deployment is out that has reached it; it is back when the minute is over, unless nobody ever fits. */
    Reason reached(long limit, long usage, RoutingContext context) {
        if (limit == 0) {
            return Reason.down(code(), usage + " of 0 " + what + " this minute");
        }
        return Reason.down(
                code(),
                () -> usage + " of " + limit + " " + what + " this minute",
                context.now().leftInMinute());
    }
}
