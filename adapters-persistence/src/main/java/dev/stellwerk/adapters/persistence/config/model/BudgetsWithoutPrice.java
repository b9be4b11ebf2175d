package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Budgets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Points out budgets of providers and tags to which some calls are never charged, because nobody knows what they cost. */
public final class BudgetsWithoutPrice {
    static final String ADVICE =
            "no price is known; state input_cost_per_token and output_cost_per_token, or the base_model";
    private static final int NAMED_MAX = 5;

    private final List<Deployment> unpriced;

    /** @param deployments all; names that a pattern matches have prices of their own */
    public BudgetsWithoutPrice(List<Deployment> deployments) {
        unpriced = deployments.stream()
                .filter(one -> one.price().isEmpty() && !one.wildcard() && one.outOfService() == null)
                .toList();
    }

    public void report(Budgets budgets, Section router, Section litellm) {
        for (String provider : budgets.byProvider().keySet()) {
            report(
                    router.section("provider_budget_config"),
                    provider,
                    one -> one.endpoint().provider().equals(provider));
        }
        for (String tag : budgets.byTag().keySet()) {
            report(
                    litellm.section("tag_budget_config"),
                    tag,
                    one -> one.tagRules().tags().contains(tag));
        }
    }

    private void report(Section section, String key, Predicate<Deployment> concerned) {
        Set<String> names = new TreeSet<>();
        unpriced.stream().filter(concerned).forEach(one -> names.add(Value.shown(one.group())));
        if (!names.isEmpty()) {
            String some = String.join(", ", names.stream().limit(NAMED_MAX).toList());
            String more = names.size() > NAMED_MAX ? " and " + (names.size() - NAMED_MAX) + " more" : "";
            section.report(key, Level.WARNING, "is not charged for calls of " + some + more + ": " + ADVICE);
        }
    }
}
