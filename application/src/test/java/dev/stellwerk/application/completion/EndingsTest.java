package dev.stellwerk.application.completion;

import static dev.stellwerk.application.completion.MainPath.deployment;
import static dev.stellwerk.application.fakes.FakeUpstream.failed;
import static dev.stellwerk.application.fakes.FakeUpstream.failure;
import static dev.stellwerk.application.fakes.FakeUpstream.filtered;
import static dev.stellwerk.application.fakes.FakeUpstream.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.fakes.FakeClient;
import dev.stellwerk.application.fakes.FakeStream;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.application.port.out.UsageLedger.Spent;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.usage.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a call ends: what it took is given back, what it used is charged, and both happen once. */
class EndingsTest {
    private static final TokenUsage PARTLY = new TokenUsage(10, 5);

    private final FakeClient client = new FakeClient();
    private final MainPath path = new MainPath();
    private final Credential key = path.people.newKey(
            Map.of("rpm_limit", 100, "tpm_limit", 10_000, "max_parallel_requests", 1, "max_budget", 100));
    private boolean strategyBroken;

    EndingsTest() {
        path.with(one("a", "chat"), one("b", "chat"), one("d", "chat"), one("c", "spare"))
                .fallback("*", "spare")
                .enforcingLimits();
        path.settings = path.settings.withTimeouts(
                new RoutingSettings.Bounds(Duration.ofMillis(200), null, Duration.ofMillis(200)));
        path.strategy = (_, _) -> {
            if (strategyBroken) {
                throw new IllegalStateException("a plugin is at fault");
            }
            return 0;
        };
    }

    /** One call at a time, ten cents a token. */
    private static Deployment.Builder one(String id, String group) {
        return deployment(id, group)
                .facts(MainPath.priced("0.1"))
                .capacity(new Capacity(null, 1_000L, 100_000L, null, null, 1));
    }

    /** The ways in which a call ends, with the tokens it used and the dollars charged for them. */
    enum Ending {
        ANSWERED(30, "3"),
        RETRIED(30, "3"),
        FALLEN_BACK(30, "3"),
        FAILED(0, ""),
        FILTERED(45, "1.5 3"),
        CLIENT_LEFT_DURING_THE_CALL(ACall.PROMPT_TOKENS, "0.7"),
        CLIENT_LEFT_DURING_A_PAUSE(0, ""),
        STREAM_COMPLETE(15, "1.5"),
        STREAM_BROKEN(15, "1.5"),
        STREAM_ABANDONED(15, "1.5"),
        STREAM_NEVER_READ(ACall.PROMPT_TOKENS, "0.7"),
        STREAM_CLOSED_AGAIN_AND_AGAIN(15, "1.5"),
        WRITER_AT_FAULT(ACall.PROMPT_TOKENS, "0.7"),
        HANGING_UP_AT_FAULT(ACall.PROMPT_TOKENS, "0.7"),
        UPSTREAM_ADAPTER_AT_FAULT(0, ""),
        DECISION_AT_FAULT(0, "");

        final long tokens;
        final String dollars;

        Ending(long tokens, String dollars) {
            this.tokens = tokens;
            this.dollars = dollars;
        }
    }

    private void act(Ending ending) {
        switch (ending) {
            case ANSWERED -> call();
            case RETRIED -> {
                path.upstream.then("a", failed(500));
                call();
            }
            case FALLEN_BACK -> {
                path.upstream.then("a", failed(500)).then("b", failed(500)).then("d", failed(500));
                call();
            }
            case FAILED -> {
                path.upstream.then("a", failed(500)).then("b", failed(500)).then("d", failed(500));
                path.upstream.then("c", failed(500), failed(500), failed(500));
                call();
            }
            case FILTERED -> {
                path.upstream.then("a", filtered(PARTLY));
                call();
            }
            case CLIENT_LEFT_DURING_THE_CALL -> {
                path.upstream.during("a", _ -> leaving(new Outcome.Cancelled()));
                call();
            }
            case CLIENT_LEFT_DURING_A_PAUSE -> {
                path.upstream.during("c", _ -> leaving(failed(500)));
                path.call(of("spare"));
            }
            case STREAM_COMPLETE -> stream(new StreamEnd.Complete(PARTLY));
            case STREAM_BROKEN -> stream(new StreamEnd.Broken(PARTLY, failure(500)));
            case STREAM_ABANDONED -> stream(new StreamEnd.Abandoned(PARTLY));
            case STREAM_NEVER_READ -> {
                var stream = new FakeStream(new StreamEnd.Complete(PARTLY));
                path.upstream.then("a", streaming(stream));
                path.stream(of("chat")).close();
                assertThat(stream.closed()).isTrue();
            }
            case STREAM_CLOSED_AGAIN_AND_AGAIN -> {
                path.upstream.then("a", streaming(new FakeStream(new StreamEnd.Complete(PARTLY))));
                Answer.StreamBody body = path.stream(of("chat"));
                body.writeTo((_, _, _) -> {});
                body.close();
                body.close();
            }
            case WRITER_AT_FAULT -> {
                path.upstream.then("a", streaming(new FakeStream(new StreamEnd.Complete(PARTLY))));
                Answer.StreamBody body = path.stream(of("chat")); // and nobody closes it
                assertThatIllegalStateException()
                        .isThrownBy(() -> body.writeTo((_, _, _) -> {
                            throw new IllegalStateException("a bug in the server");
                        }));
            }
            case HANGING_UP_AT_FAULT -> {
                path.upstream.then("a", streaming(new FakeStream(new StreamEnd.Complete(PARTLY)).thatCannotBeClosed()));
                assertThatIllegalStateException()
                        .isThrownBy(() -> path.stream(of("chat")).close());
            }
            case UPSTREAM_ADAPTER_AT_FAULT -> {
                path.upstream.during("a", _ -> {
                    throw new IllegalStateException("a bug");
                });
                assertThatIllegalStateException().isThrownBy(this::call);
            }
            case DECISION_AT_FAULT -> {
                path.upstream.during("a", _ -> {
                    strategyBroken = true;
                    return failed(500);
                });
                assertThatExceptionOfType(AssertionError.class).isThrownBy(this::call);
                strategyBroken = false;
            }
        }
    }

    private ACall of(String model) {
        return ACall.of(model).as(key).from(client);
    }

    private void call() {
        path.call(of("chat"));
    }

    private Outcome leaving(Outcome outcome) {
        client.leave();
        return outcome;
    }

    private void stream(StreamEnd end) {
        path.upstream.then("a", streaming(new FakeStream(end)));
        try (Answer.StreamBody body = path.stream(of("chat"))) {
            body.writeTo((_, _, _) -> {});
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("S64")
    void nothing_stays_taken(Ending ending) {
        act(ending);

        for (String id : List.of("a", "b", "c", "d")) {
            assertThat(path.traffic(id).inFlight()).as(id).isZero();
        }
        assertThat(path.limits.taken(LimitScope.KEY, LimitKind.PARALLEL_REQUESTS))
                .isZero();
        BigDecimal spent = path.spent.stream().map(Spent::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(path.limits.onTheirWay()).as("held, or not written").isEqualByComparingTo(spent);
        assertThat(path.call(ACall.of("chat").as(key))).isInstanceOf(Answer.Whole.class);
        assertThat(path.call(ACall.of("spare").as(key))).isInstanceOf(Answer.Whole.class);
    }

    @ParameterizedTest
    @EnumSource
    void the_callers_limits_are_taken_once_and_settled_once(Ending ending) {
        act(ending);

        assertThat(path.limits.times(LimitScope.KEY, LimitKind.REQUESTS)).isEqualTo(1);
        assertThat(path.limits.times(LimitScope.KEY, LimitKind.TOKENS)).isEqualTo(1);
        assertThat(path.limits.taken(LimitScope.KEY, LimitKind.REQUESTS)).isEqualTo(1);
        assertThat(path.limits.taken(LimitScope.KEY, LimitKind.TOKENS)).isEqualTo(ending.tokens);
    }

    @ParameterizedTest
    @EnumSource
    void every_attempt_is_a_request_of_its_deployment_and_only_used_tokens_count(Ending ending) {
        act(ending);

        long attempts = path.upstream.calls.size();
        assertThat(path.limits.taken(LimitScope.DEPLOYMENT, LimitKind.REQUESTS)).isEqualTo(attempts);
        assertThat(path.limits.taken(LimitScope.DEPLOYMENT, LimitKind.TOKENS)).isEqualTo(ending.tokens);
        long minute = path.time.minute();
        assertThat(List.of("a", "b", "c", "d").stream()
                        .mapToLong(id -> path.traffic(id).tokens(minute))
                        .sum())
                .isEqualTo(ending.tokens);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("S61")
    void what_was_used_is_charged_once(Ending ending) {
        act(ending);

        assertThat(String.join(" ", path.dollars())).isEqualTo(ending.dollars);
    }
}
