package dev.stellwerk.adapters.http.upstream.dialect.parameter;

import dev.stellwerk.adapters.http.body.MemberChanges;
import dev.stellwerk.adapters.http.body.MessageEdits;
import dev.stellwerk.adapters.http.body.RenderedBody;
import dev.stellwerk.adapters.http.body.RequestBody;
import dev.stellwerk.adapters.http.body.SentMembers;
import dev.stellwerk.adapters.http.body.ToolEdits;
import dev.stellwerk.adapters.http.body.ValueWithout;
import dev.stellwerk.adapters.http.json.JsonText;
import dev.stellwerk.adapters.http.upstream.dialect.OutgoingCall;
import dev.stellwerk.adapters.http.upstream.dialect.UntranslatableCall;
import dev.stellwerk.domain.deployment.ParameterPath;
import dev.stellwerk.domain.deployment.ProviderParameters;
import dev.stellwerk.domain.deployment.ProviderParameters.Adaptation;
import dev.stellwerk.domain.deployment.ProviderParameters.Treatment;
import dev.stellwerk.domain.spi.routing.CallType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the parameters of one request fit for a provider of OpenAI's shape. */
public final class Fitting {
    private static final String OUTPUT_LIMIT = "max_completion_tokens";
    private static final String OLD_OUTPUT_LIMIT = "max_tokens";
    private static final String EFFORT = "reasoning_effort";
    private static final double LEAST_WARMTH = 0.3;

    private final OutgoingCall call;
    private final ProviderParameters provider;
    private final CallRules rules;
    private final ReasoningModel model;
    private final SentMembers sent;
    private final MemberChanges changes = new MemberChanges();
    private final List<String> dropped = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    private Fitting(OutgoingCall call, CallRules rules, ReasoningModel model, SentMembers sent) {
        this.call = call;
        this.provider = call.rules().provider();
        this.rules = rules;
        this.model = model;
        this.sent = sent;
    }

    /**
     * What fits.
     *
     * @param dropped parameters that were left out although they asked for something, or of which the caller is told
     */
    public record Fitted(MemberChanges changes, List<String> dropped) {
        private static final Fitted AS_IT_IS = new Fitted(MemberChanges.NONE, List.of());
    }

    /**
     * What becomes of a call's parameters.
     *
     * @throws UntranslatableCall when the provider does not take one, and it is not to be left out
     */
    public static Fitted of(OutgoingCall call) {
        if (!(call.body() instanceof RequestBody body)) {
            return Fitted.AS_IT_IS;
        }
        CallRules rules = CallRules.of(call);
        ReasoningModel model = ReasoningModel.of(call);
        boolean chat = call.type() == CallType.CHAT && !takesAll(call.rules().provider(), model);
        if (!chat && rules.dropped().isEmpty()) {
            return Fitted.AS_IT_IS;
        }
        var fitting = new Fitting(call, rules, model, body.sent(call.overrides(), call.defaults()));
        rules.dropped().forEach(fitting::drop);
        if (chat) {
            fitting.fitAll();
        }
        return new Fitted(fitting.changes, fitting.dropped);
    }

    /** What is left out of a call in any case, whatever its provider takes. */
    public static MemberChanges leftOut(OutgoingCall call, CallRules rules) {
        if (rules.dropped().isEmpty() || !(call.body() instanceof RequestBody body)) {
            return MemberChanges.NONE;
        }
        SentMembers sent = body.sent(call.overrides(), call.defaults());
        var fitting = new Fitting(call, rules, ReasoningModel.of(call), sent);
        rules.dropped().forEach(fitting::drop);
        return fitting.changes;
    }

    private static boolean takesAll(ProviderParameters provider, ReasoningModel model) {
        return provider.treatments().isEmpty()
                && provider.has(Adaptation.DEVELOPER_ROLE)
                && model.family() == ReasoningModel.Family.OTHER;
    }

    private void drop(ParameterPath path) {
        String name = path.parameter();
        if (name.equals("model") || name.equals("stream") || changes.isLeftOut(name)) {
            return;
        }
        if (path.whole()) {
            changes.leaveOut(name);
            return;
        }
        SentMembers.Bytes value = sent.bytes(name);
        if (value != null) {
            List<ParameterPath> same = rules.dropped().stream()
                    .filter(other -> other.parameter().equals(name) && !other.whole())
                    .toList();
            changes.replace(name, ValueWithout.of(value, same));
        }
    }

    private void fitAll() {
        sent.forEachName(name -> {
            if (!changes.isLeftOut(name) && !rules.allowed().contains(name)) {
                fit(name);
            }
        });
        fitMessages();
        fitTools();
        if (provider.has(Adaptation.WARMTH_FOR_SEVERAL)) {
            warm();
        }
        if (!refused.isEmpty()) {
            throw Unsupported.parameters(refused, call.endpoint());
        }
    }

    private void fit(String name) {
        Treatment treatment = provider.treatments().get(name);
        switch (treatment) {
            case null -> fitToModel(name);
            case Treatment.Renamed(String other) -> rename(name, other);
            case Treatment.Unsupported(var unless) -> {
                if (unless == null || !call.facts().supports(unless)) {
                    leaveOutOrRefuse(name);
                }
            }
            case Treatment.Omitted _ -> changes.leaveOut(name);
            case Treatment.Reworded(Map<String, String> words) -> {
                String other = sent.tree(name) instanceof String word ? words.get(word) : null;
                if (other != null) {
                    replace(name, other);
                }
            }
            case Treatment.OmittedWords(var words) -> {
                if (sent.tree(name) instanceof String word && words.contains(word)) {
                    leaveOut(name);
                }
            }
            case Treatment.OnlyWords(var words) -> {
                if (!(sent.tree(name) instanceof String word && words.contains(word))) {
                    leaveOut(name);
                }
            }
        }
    }

    private void fitToModel(String name) {
        if (name.equals(OLD_OUTPUT_LIMIT) && model.reasons()) {
            rename(name, OUTPUT_LIMIT);
        } else if (name.equals(EFFORT)) {
            fitEffort();
        } else if (model.reasons() && mayBeRefused(name)) {
            leaveOutOrRefuse(name);
        }
    }

    private boolean mayBeRefused(String name) {
        Object value = name.equals("messages") || name.equals("tools") ? null : sent.tree(name);
        return value != null && model.refuses(name, value, ReasoningModel.effort(sent.tree(EFFORT)));
    }

    private void fitEffort() {
        Object said = sent.tree(EFFORT);
        if (said != null && model.refuses(EFFORT, said, null)) {
            leaveOutOrRefuse(EFFORT);
        } else if (model.reasons() && said instanceof Map<?, ?>) {
            String effort = ReasoningModel.effort(said);
            if (effort == null) {
                changes.leaveOut(EFFORT);
            } else {
                replace(EFFORT, effort);
            }
        } else if (provider.has(Adaptation.THINKING_SWITCH)) {
            if (sent.has("thinking") || "none".equals(ReasoningModel.effort(said))) {
                changes.leaveOut(EFFORT);
            } else {
                changes.rename(EFFORT, "thinking");
                replace(EFFORT, Map.of("type", "enabled"));
            }
        }
    }

    /** Where a request has both names, that of the client stays, and of two of the same origin the newer one. */
    private void rename(String name, String other) {
        if (!sent.has(other)) {
            changes.rename(name, other);
            return;
        }
        boolean newer = name.equals(OUTPUT_LIMIT);
        boolean stays = sent.isDefault(name) == sent.isDefault(other) ? newer : sent.isDefault(other);
        if (stays) {
            changes.rename(name, other);
        }
        changes.leaveOut(stays ? other : name);
    }

    private void leaveOut(String name) {
        changes.leaveOut(name);
        dropped.add(name);
    }

    private void leaveOutOrRefuse(String name) {
        Object value = sent.tree(name);
        if (rules.drops() || value == null || Harmless.is(name, value)) {
            leaveOut(name);
        } else {
            refused.add(name);
        }
    }

    private void replace(String name, Object value) {
        changes.replace(name, RenderedBody.ofJson(JsonText.written(value)));
    }

    private void fitMessages() {
        var wishes = new MessageEdits.Wishes(
                !provider.has(Adaptation.DEVELOPER_ROLE),
                provider.has(Adaptation.TEXT_CONTENT),
                provider.has(Adaptation.PLAIN_MESSAGES));
        SentMembers.Bytes messages = wishes.equals(MessageEdits.Wishes.NONE) ? null : value("messages");
        RenderedBody edited = messages == null ? null : MessageEdits.of(messages, wishes);
        if (edited != null) {
            changes.replace("messages", edited);
        }
    }

    private void fitTools() {
        SentMembers.Bytes tools = provider.has(Adaptation.TOOLS_WITHOUT_STRICT) ? value("tools") : null;
        RenderedBody edited = tools == null ? null : ToolEdits.withoutStrict(tools);
        if (edited != null) {
            changes.replace("tools", edited);
        }
    }

    /** A value, perhaps without what was left out of it before. */
    private SentMembers.@Nullable Bytes value(String name) {
        RenderedBody changed = changes.value(name);
        return changed == null ? sent.bytes(name) : SentMembers.Bytes.of(changed.bytes());
    }

    private void warm() {
        boolean several = sent.tree("n") instanceof Number answers && answers.doubleValue() > 1;
        if (several && sent.tree("temperature") instanceof Number warmth && warmth.doubleValue() < LEAST_WARMTH) {
            replace("temperature", LEAST_WARMTH);
        }
    }
}
