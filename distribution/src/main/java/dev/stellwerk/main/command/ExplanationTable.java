package dev.stellwerk.main.command;

import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.ExplainRoute.Candidate;
import dev.stellwerk.application.port.in.ExplainRoute.Explanation;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.candidates.Rejection;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A decision for people: what was asked, every candidate with its verdict, and the outcome. */
final class ExplanationTable {
    private final PrintStream out;
    private final Function<Answer.Failed, String> errorText;

    /** Prints to {@code out}; errors in the words of {@code errorText}. */
    ExplanationTable(PrintStream out, Function<Answer.Failed, String> errorText) {
        this.out = out;
        this.errorText = errorText;
    }

    void print(Explanation explanation) {
        out.println("model     " + explanation.model() + leadsTo(explanation));
        if (!explanation.tags().isEmpty()) {
            out.println("tags      " + String.join(", ", explanation.tags().names()));
        }
        for (RegionRestriction rule : explanation.regions()) {
            List<String> names =
                    rule.regions().stream().map(Region::name).sorted().toList();
            out.println("region    " + String.join(" or ", names) + " (by " + rule.source() + ")");
        }
        if (explanation.strategy() != null) {
            out.println("strategy  " + explanation.strategy());
        }
        out.println();
        if (!explanation.candidates().isEmpty()) {
            printCandidates(explanation.candidates());
            out.println();
        }
        out.println(outcome(explanation));
    }

    private static String leadsTo(Explanation explanation) {
        boolean elsewhere = explanation.group() != null && !explanation.group().equals(explanation.model());
        return elsewhere ? " -> " + explanation.group() : "";
    }

    private void printCandidates(List<Candidate> candidates) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("deployment", "tags", "region", "verdict", "share", "why"));
        candidates.forEach(candidate -> rows.add(row(candidate)));
        var widths = new int[rows.getFirst().size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static List<String> row(Candidate candidate) {
        Deployment deployment = candidate.deployment();
        Rejection rejection = candidate.rejection();
        return List.of(
                deployment.id().value(),
                String.join(",", deployment.tagRules().tags()),
                deployment.region().map(Region::name).orElse("-"),
                rejection == null ? "eligible" : "rejected",
                rejection == null ? String.format(Locale.ROOT, "%.1f %%", candidate.probability() * 100) : "",
                rejection == null ? "" : rejection.stage() + ": " + rejection.detail());
    }

    private String outcome(Explanation explanation) {
        if (explanation.selected() != null) {
            return "selected  " + explanation.selected();
        }
        Answer.Failed error = explanation.error();
        return "selected  nothing; the answer is " + (error == null ? "an error" : errorText.apply(error));
    }
}
