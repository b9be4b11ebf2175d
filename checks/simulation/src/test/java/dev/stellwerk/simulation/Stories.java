package dev.stellwerk.simulation;

import static dev.stellwerk.simulation.Behaviour.answersIn;

import java.time.Duration;
import java.util.List;

/** The stories that every strategy has to live through. */
final class Stories {
    private static final Behaviour STEADY = answersIn(300, 1200, 40);

    private Stories() {}

    static List<Story> all() {
        return List.of(
                steady(),
                weighted(),
                differentSpeeds(),
                brownOut(),
                fastErrors(),
                rateLimits(),
                blackHole(),
                burst(),
                coldStart(),
                single(),
                comingAndGoing(),
                constrained());
    }

    private static Story steady() {
        return Story.named("steady", "Three equal deployments with room to spare.")
                .member("a", Script.always(STEADY))
                .member("b", Script.always(STEADY))
                .member("c", Script.always(STEADY))
                .build();
    }

    private static Story weighted() {
        return Story.named("weighted", "Three deployments of different size, weighted by it.")
                .member("small", Script.always(answersIn(300, 1200, 8)), d -> d.weight(1))
                .member("middle", Script.always(answersIn(300, 1200, 24)), d -> d.weight(3))
                .member("large", Script.always(answersIn(300, 1200, 48)), d -> d.weight(6))
                .build();
    }

    private static Story differentSpeeds() {
        return Story.named("different speeds", "A fast, a middling and a slow deployment, none of which can take all.")
                .member("fast", Script.always(answersIn(150, 600, 12)))
                .member("middling", Script.always(answersIn(300, 1200, 24)))
                .member("slow", Script.always(answersIn(900, 3600, 40)))
                .build();
    }

    private static Story brownOut() {
        return Story.named("brown-out", "One of three answers twelve times as slowly for two minutes.")
                .member("a", Script.always(STEADY))
                .member("b", Script.always(STEADY))
                .member(
                        "browns out",
                        Script.always(STEADY)
                                .from(Duration.ofMinutes(1), answersIn(3600, 14400, 40))
                                .from(Duration.ofMinutes(3), STEADY))
                .build();
    }

    private static Story fastErrors() {
        return Story.named("fast errors", "One of three answers 500 within 5 ms for two minutes, then recovers.")
                .member("a", Script.always(STEADY))
                .member("b", Script.always(STEADY))
                .member(
                        "errs",
                        Script.always(STEADY)
                                .from(Duration.ofMinutes(1), new Behaviour.Fails(500, Duration.ofMillis(5)))
                                .from(Duration.ofMinutes(3), STEADY))
                .build();
    }

    private static Story rateLimits() {
        var limited = new Behaviour.Limits(answersIn(200, 800, 40), 5, Duration.ofSeconds(4));
        return Story.named("rate limits", "The two fastest of four refuse what is over five calls a second for 4 s.")
                .member("limited-1", Script.always(limited))
                .member("limited-2", Script.always(limited))
                .member("open-1", Script.always(STEADY))
                .member("open-2", Script.always(STEADY))
                .build();
    }

    private static Story blackHole() {
        return Story.named("black hole", "One of three swallows every call for a minute; calls time out after 10 s.")
                .member("a", Script.always(STEADY))
                .member("b", Script.always(STEADY))
                .member(
                        "hole",
                        Script.always(STEADY)
                                .from(Duration.ofMinutes(1), new Behaviour.Hangs())
                                .from(Duration.ofMinutes(2), STEADY))
                .build();
    }

    private static Story burst() {
        return Story.named("burst", "Six times the traffic for ten seconds, onto deployments of different size.")
                .member("small", Script.always(answersIn(300, 1200, 20)))
                .member("middle", Script.always(answersIn(300, 1200, 40)))
                .member("large", Script.always(answersIn(300, 1200, 80)))
                .arrivals(nanos -> nanos > 60e9 && nanos < 70e9 ? 120 : 20)
                .build();
    }

    private static Story coldStart() {
        return Story.named("cold start", "One of three begins eight times as slow and warms up within two minutes.")
                .member("a", Script.always(STEADY))
                .member("b", Script.always(STEADY))
                .member(
                        "warms up",
                        Script.always(answersIn(2400, 9600, 40))
                                .from(Duration.ofSeconds(40), answersIn(1200, 4800, 40))
                                .from(Duration.ofSeconds(80), answersIn(600, 2400, 40))
                                .from(Duration.ofSeconds(120), STEADY))
                .build();
    }

    private static Story single() {
        return Story.named("only one", "A group of one that errs now and then for a moment.")
                .member(
                        "only",
                        Script.always(STEADY)
                                .from(Duration.ofSeconds(60), new Behaviour.Fails(503, Duration.ofMillis(20)))
                                .from(Duration.ofMillis(60_400), STEADY)
                                .from(Duration.ofSeconds(120), new Behaviour.Fails(500, Duration.ofMillis(20)))
                                .from(Duration.ofMillis(120_400), STEADY))
                .build();
    }

    private static Story comingAndGoing() {
        return Story.named("coming and going", "One deployment is added after a minute, another removed after three.")
                .member("stays", Script.always(STEADY))
                .member("goes", Script.always(STEADY), d -> d, Duration.ZERO, Duration.ofMinutes(3))
                .member("comes", Script.always(STEADY), d -> d, Duration.ofMinutes(1), Duration.ofDays(1))
                .build();
    }

    private static Story constrained() {
        return Story.named(
                        "constrained",
                        "A third of the clients is bound to a region, a third to a tag; one region errs.")
                .member("eu-paid", Script.always(STEADY), d -> d.region("eu").tags("paid"))
                .member("eu-free", Script.always(STEADY), d -> d.region("eu").tags("free"))
                .member("us-paid", Script.always(STEADY), d -> d.region("us").tags("paid"))
                .member(
                        "us-free",
                        Script.always(STEADY)
                                .from(Duration.ofMinutes(1), new Behaviour.Fails(500, Duration.ofMillis(5)))
                                .from(Duration.ofMinutes(2), STEADY),
                        d -> d.region("us").tags("free"))
                .build();
    }
}
