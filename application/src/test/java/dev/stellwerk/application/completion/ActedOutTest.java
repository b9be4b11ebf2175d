package dev.stellwerk.application.completion;

import static dev.stellwerk.application.completion.MainPath.deployment;
import static dev.stellwerk.application.fakes.FakeUpstream.USED;
import static dev.stellwerk.application.fakes.FakeUpstream.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.fakes.FakeStream;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.domain.deployment.Capacity;
import org.junit.jupiter.api.Test;

/** A request that brings its answer with it calls nobody, so it takes nothing of a deployment that others need. */
class ActedOutTest {
    private final MainPath path = new MainPath();

    private void withLimits(long requests, int parallel) {
        path.with(deployment("a", "chat").capacity(new Capacity(null, requests, 1_000L, null, null, parallel)))
                .enforcingLimits();
    }

    @Test
    void it_takes_none_of_the_deployments_requests_and_tokens() {
        withLimits(1, 5);

        assertThat(path.call(ACall.of("chat").actedOut())).isInstanceOf(Answer.Whole.class);
        assertThat(path.call(ACall.of("chat").actedOut())).isInstanceOf(Answer.Whole.class);
        assertThat(path.traffic("a").requests(path.time.minute())).isZero();
        assertThat(path.traffic("a").tokens(path.time.minute())).isZero();
        assertThat(path.call("chat")).as("one in earnest has its place").isInstanceOf(Answer.Whole.class);
        assertThat(path.call("chat")).as("and a second has none").isInstanceOf(Answer.Failed.class);
    }

    @Test
    void it_occupies_none_of_its_places_and_does_not_wait_for_one() {
        withLimits(10, 1);
        path.upstream.then("a", streaming(new FakeStream(new StreamEnd.Complete(USED))));
        Answer.StreamBody inEarnest = path.stream(ACall.of("chat"));

        assertThat(path.call(ACall.of("chat").actedOut())).isInstanceOf(Answer.Whole.class);
        assertThat(path.traffic("a").inFlight()).as("the one in earnest").isEqualTo(1);
        inEarnest.close();
    }

    @Test
    void it_is_paid_for_as_ever() {
        path.with(deployment("a", "chat").facts(MainPath.priced("0.01")));

        path.call(ACall.of("chat").actedOut());

        assertThat(path.dollars()).hasSize(1);
    }
}
