package dev.stellwerk.application.change;

import dev.stellwerk.domain.access.Limits;
import java.util.Map;

/** What becomes of the limits of a key, team or customer. */
public record LimitsChange(
        FieldChange<Long> requestsPerMinute,
        FieldChange<Long> tokensPerMinute,
        FieldChange<Integer> parallelRequestsMax,
        FieldChange<Map<String, Long>> requestsPerMinuteByModel,
        FieldChange<Map<String, Long>> tokensPerMinuteByModel) {
    public static final LimitsChange NONE = new LimitsChange(
            FieldChange.kept(), FieldChange.kept(), FieldChange.kept(), FieldChange.kept(), FieldChange.kept());

    Limits after(Limits now) {
        return new Limits(
                requestsPerMinute.after(now.requestsPerMinute()),
                tokensPerMinute.after(now.tokensPerMinute()),
                parallelRequestsMax.after(now.parallelRequestsMax()),
                requestsPerMinuteByModel.after(now.requestsPerMinuteByModel(), Map.of()),
                tokensPerMinuteByModel.after(now.tokensPerMinuteByModel(), Map.of()));
    }
}
