package dev.stellwerk.application.completion;

import dev.stellwerk.application.completion.BudgetHolds.Account;
import dev.stellwerk.application.completion.BudgetHolds.Full;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Price;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one call holds of its caller's budgets. Belongs to one call and its thread. */
final class CostHold {
    /** Few answers are longer when their length is left to the model. */
    private static final long ANSWER_TOKENS = 1_000;
    /** Calls on their way end soon. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final BudgetHolds holds;
    private final List<Account> accounts;
    private boolean taken;
    private BigDecimal held = BigDecimal.ZERO;

    CostHold(BudgetHolds holds, Caller caller) {
        this.holds = holds;
        this.accounts = BudgetHolds.accounts(caller);
    }

    /** Holds what a call of this deployment may cost. Once a call was let through, only the amount changes. */
    Optional<CallRefusal> take(Deployment deployment, RoutingRequest.Facts facts) {
        Price price = deployment.facts().price();
        if (accounts.isEmpty() || (price != null && price.free())) {
            return Optional.empty();
        }
        BigDecimal estimate =
                price == null ? BigDecimal.ZERO : expected(deployment, facts).cost(price);
        if (taken) {
            raise(estimate);
            return Optional.empty();
        }
        for (int i = 0; i < accounts.size(); i++) {
            Full full = holds.hold(accounts.get(i), estimate);
            if (full != null) {
                giveBack(accounts.subList(0, i), estimate);
                return Optional.of(refusal(accounts.get(i), full));
            }
        }
        taken = true;
        held = estimate;
        return Optional.empty();
    }

    private static TokenUsage expected(Deployment deployment, RoutingRequest.Facts facts) {
        return new TokenUsage(facts.promptTokens(), answers(facts.callType()) ? answerTokens(deployment, facts) : 0);
    }

    private static boolean answers(CallType type) {
        return switch (type) {
            case CHAT, TEXT_COMPLETION, RESPONSES -> true;
            case EMBEDDING, IMAGE, SPEECH, TRANSCRIPTION, MODERATION, RERANK -> false;
        };
    }

    private static long answerTokens(Deployment deployment, RoutingRequest.Facts facts) {
        Long most = deployment.facts().maxOutputTokens();
        long wanted = facts.outputTokensMax() > 0 ? facts.outputTokensMax() : ANSWER_TOKENS;
        return most == null ? wanted : Math.min(wanted, most);
    }

    private CallRefusal refusal(Account account, Full full) {
        return new CallRefusal.BudgetSpent(
                account.scope(),
                account.id(),
                full.taken().toPlainString(),
                String.valueOf(account.max()),
                full.onItsWay() ? RETRY_AFTER : holds.left(account));
    }

    private void raise(BigDecimal estimate) {
        BigDecimal more = estimate.subtract(held);
        if (more.signum() > 0) {
            for (Account account : accounts) {
                holds.change(account, more);
            }
            held = estimate;
        }
    }

    private void giveBack(List<Account> of, BigDecimal dollars) {
        for (Account account : of) {
            holds.change(account, dollars.negate());
        }
    }

    /** Something was spent; the hold stays until the call is over. */
    void charged(BigDecimal dollars) {
        if (taken) {
            for (Account account : accounts) {
                holds.charged(account, dollars);
            }
        }
    }

    /** The call is over. */
    void release() {
        giveBack(accounts, held);
        held = BigDecimal.ZERO;
    }
}
