package dev.stellwerk.adapters.http.inbound.answer;

import dev.stellwerk.adapters.http.inbound.error.FailureNames;
import dev.stellwerk.adapters.http.inbound.route.HeaderText;
import dev.stellwerk.adapters.http.inbound.route.Json;
import dev.stellwerk.application.port.in.AnswerHead.Attempt;
import dev.stellwerk.application.port.in.AnswerHead.Ending;
import dev.stellwerk.domain.error.ErrorClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The attempts of a call as compact JSON that fits into a header. */
final class DecisionText {
    private static final int LENGTH_MAX = 4_096;

    private DecisionText() {}

    /** As many whole entries as fit. */
    static String of(List<Attempt> attempts) {
        var text = new StringBuilder("[");
        for (Attempt attempt : attempts) {
            String entry = HeaderText.of(Json.ascii(values(attempt)));
            if (text.length() + entry.length() + 2 > LENGTH_MAX) {
                break;
            }
            text.append(text.length() > 1 ? "," : "").append(entry);
        }
        return text.append(']').toString();
    }

    private static String outcome(Attempt attempt) {
        ErrorClass failure = attempt.failure();
        return failure != null
                ? FailureNames.of(failure)
                : attempt.ending().name().toLowerCase(Locale.ROOT);
    }

    /** Where nobody told it, the status that the outcome stands for; 0 for a call that the client gave up. */
    private static int status(Attempt attempt) {
        ErrorClass failure = attempt.failure();
        if (attempt.status() != 0) {
            return attempt.status();
        }
        return failure != null ? FailureNames.status(failure) : attempt.ending() == Ending.ANSWERED ? 200 : 0;
    }

    private static Map<String, Object> values(Attempt attempt) {
        var values = new LinkedHashMap<String, Object>();
        values.put("model_id", attempt.modelId());
        values.put("outcome", outcome(attempt));
        values.put("status", status(attempt));
        var rejected = new LinkedHashMap<String, String>();
        attempt.rejected().forEach(one -> rejected.put(one.modelId(), one.reason()));
        values.put("rejected", rejected);
        return values;
    }
}
