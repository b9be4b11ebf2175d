package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ExplainRoute;
import dev.stellwerk.application.port.in.ListModels;
import dev.stellwerk.application.port.in.ModelCall;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefused;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.candidates.Rejection;
import dev.stellwerk.domain.routing.request.SourcedTags;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.routing.session.FallbackReport;
import dev.stellwerk.domain.spi.routing.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One group and one pattern; explains everything alike. */
final class FakeCatalog implements ListModels, ExplainRoute {
    static final Deployment PAID = Answers.DEPLOYMENT.toBuilder().tags("paid").build();

    private final Authorize gate;
    volatile ModelCall explained;
    volatile OnBehalfOf onBehalfOf;
    volatile boolean nothingLeft;

    FakeCatalog(Authorize gate) {
        this.gate = gate;
    }

    @Override
    public List<Listed> models(Credential credential) {
        gate.authenticate(credential);
        return List.of(
                new Listed("chat", List.of(Answers.DEPLOYMENT, PAID)),
                new Listed("any/*", List.of(Answers.DEPLOYMENT)));
    }

    @Override
    public List<Listed> knownModels(Credential credential) {
        gate.authenticate(credential);
        return List.of(new Listed("any/known", List.of(Answers.DEPLOYMENT)));
    }

    @Override
    public List<String> accessGroups(Credential credential) {
        gate.authenticate(credential);
        return List.of("beta");
    }

    @Override
    public Optional<Listed> model(Credential credential, String name) {
        gate.authenticate(credential);
        return name.equals("team/chat:v1")
                ? Optional.of(new Listed(name, List.of(Answers.DEPLOYMENT)))
                : Optional.empty();
    }

    @Override
    public Explanation explain(ModelCall call, OnBehalfOf other) {
        boolean admin = gate.authenticate(call.origin().credential()).admin();
        if (!admin && !other.equals(OnBehalfOf.ONESELF)) {
            throw new CallRefused(new CallRefusal.SpeakingForOthersRefused());
        }
        explained = call;
        onBehalfOf = other;
        var tags =
                new SourcedTags.Builder().add(TagSource.HEADER, List.of("free")).build();
        return new Explanation(
                "nick",
                "chat",
                new Alias("nick", "chat", false),
                Caller.MASTER_KEY.onBehalfOf("ishaan", Optional.empty()),
                tags,
                List.of(new RegionRestriction(RegionRestriction.Source.CUSTOMER, Set.of(new Region("eu")))),
                "simple-shuffle",
                List.of(
                        new Candidate(Answers.DEPLOYMENT, null, 0.75),
                        new Candidate(
                                PAID, new Rejection("tags", Reason.unfit("tag_mismatch", "needs one of [free]")), 0)),
                nothingLeft ? null : "chat-eu",
                nothingLeft ? error(call) : null);
    }

    private static Answer.Failed error(ModelCall call) {
        AnswerHead head = Answers.head(call);
        return new Answer.Failed(
                head, new CallRefusal.TagsDenied("chat", List.of("free")), FallbackReport.none("chat"));
    }
}
