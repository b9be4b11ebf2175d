package dev.stellwerk.simulation;

import java.time.Duration;

/** How an upstream treats a call that begins now. */
sealed interface Behaviour {
    /**
     * It answers, as fast as its free places allow.
     *
     * @param firstToken from the moment a place is free
     * @param wholeAnswer from the first token on
     * @param places calls served at once; more wait their turn
     */
    record Answers(Duration firstToken, Duration wholeAnswer, int places) implements Behaviour {}

    /** It fails at once with a status. */
    record Fails(int status, Duration after) implements Behaviour {}

    /** It admits so many calls a second and refuses the rest, naming the time to come back. */
    record Limits(Answers otherwise, int callsPerSecond, Duration retryAfter) implements Behaviour {}

    /** It takes the call and never says anything. */
    record Hangs() implements Behaviour {}

    static Answers answersIn(long firstTokenMillis, long wholeMillis, int places) {
        return new Answers(Duration.ofMillis(firstTokenMillis), Duration.ofMillis(wholeMillis), places);
    }
}
