package dev.stellwerk.application.change;

import dev.stellwerk.domain.access.Budget;
import dev.stellwerk.domain.access.Period;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a budget. All amounts are dollars.
 *
 * @param spend only what is new may begin with something already spent
 */
public record BudgetChange(
        FieldChange<BigDecimal> max,
        FieldChange<BigDecimal> soft,
        FieldChange<Period> duration,
        FieldChange<BigDecimal> spend) {
    public static final BudgetChange NONE =
            new BudgetChange(FieldChange.kept(), FieldChange.kept(), FieldChange.kept(), FieldChange.kept());

    /** Another duration begins a new period; the spend stays as it is. */
    Budget after(Budget now, Instant time) {
        String before = now.duration();
        String after = switch (duration) {
            case FieldChange.Kept<Period>() -> before;
            case FieldChange.Cleared<Period>() -> null;
            case FieldChange.To<Period>(Period period) -> period.text();
        };
        return new Budget(
                max.after(now.max()),
                soft.after(now.soft()),
                after,
                Objects.equals(before, after) ? now.resetAt() : end(time),
                spend.after(now.spend(), BigDecimal.ZERO));
    }

    private @Nullable Instant end(Instant time) {
        Period period = duration.valueOrNull();
        return period == null ? null : period.boundaryAfter(time);
    }
}
