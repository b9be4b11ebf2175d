package dev.stellwerk.application.change;

import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.region.Region;
import java.time.Instant;
import java.util.Set;

/**
 * What becomes of a customer.
 *
 * @param fields the names of the fields as the request gave them, for the audit trail
 */
public record CustomerChange(
        FieldChange<String> alias,
        FieldChange<Set<Region>> regions,
        FieldChange<String> defaultModel,
        LimitsChange limits,
        BudgetChange budget,
        FieldChange<Boolean> blocked,
        ExtraChange extra,
        Set<String> fields) {
    public CustomerChange {
        fields = Set.copyOf(fields);
    }

    /** Begins with a change that changes nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** The customer afterwards. */
    public Customer after(Customer customer, Instant now) {
        return new Customer(
                customer.id(),
                alias.after(customer.alias()),
                regions.after(customer.regions(), Set.of()),
                defaultModel.after(customer.defaultModel()),
                limits.after(customer.limits()),
                budget.after(customer.budget(), now),
                blocked.after(customer.blocked(), false),
                extra.after(customer.extra()),
                customer.createdAt(),
                now,
                customer.version());
    }

    /** Puts a change together, field by field. */
    public static final class Builder {
        private FieldChange<String> alias = FieldChange.kept();
        private FieldChange<Set<Region>> regions = FieldChange.kept();
        private FieldChange<String> defaultModel = FieldChange.kept();
        private LimitsChange limits = LimitsChange.NONE;
        private BudgetChange budget = BudgetChange.NONE;
        private FieldChange<Boolean> blocked = FieldChange.kept();
        private ExtraChange extra = ExtraChange.NONE;
        private Set<String> fields = Set.of();

        private Builder() {}

        public Builder alias(FieldChange<String> change) {
            this.alias = change;
            return this;
        }

        public Builder regions(FieldChange<Set<Region>> change) {
            this.regions = change;
            return this;
        }

        public Builder defaultModel(FieldChange<String> change) {
            this.defaultModel = change;
            return this;
        }

        public Builder limits(LimitsChange value) {
            this.limits = value;
            return this;
        }

        public Builder budget(BudgetChange value) {
            this.budget = value;
            return this;
        }

        public Builder blocked(FieldChange<Boolean> change) {
            this.blocked = change;
            return this;
        }

        public Builder extra(ExtraChange value) {
            this.extra = value;
            return this;
        }

        public Builder fields(Set<String> value) {
            this.fields = value;
            return this;
        }

        public CustomerChange build() {
            return new CustomerChange(alias, regions, defaultModel, limits, budget, blocked, extra, fields);
        }
    }
}
