package dev.stellwerk.application.change;

import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Team;
import dev.stellwerk.domain.region.Region;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of a team.
 *
 * @param fields the names of the fields as the request gave them, for the audit trail
 */
public record TeamChange(
        FieldChange<String> alias,
        FieldChange<List<String>> models,
        FieldChange<Map<String, String>> modelAliases,
        FieldChange<Set<Region>> regions,
        FieldChange<Metadata> metadata,
        FieldChange<List<String>> tags,
        FieldChange<Metadata> routerSettings,
        LimitsChange limits,
        BudgetChange budget,
        FieldChange<Boolean> blocked,
        ExtraChange extra,
        Set<String> fields) {
    public TeamChange {
        fields = Set.copyOf(fields);
    }

    /** Begins with a change that changes nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** The team afterwards. */
    public Team after(Team team, Instant now) {
        return new Team(
                team.id(),
                alias.after(team.alias()),
                models.after(team.models(), List.of()),
                modelAliases.after(team.modelAliases()),
                regions.after(team.regions(), Set.of()),
                MetadataChange.after(team.metadata(), metadata, tags),
                routerSettings.after(team.routerSettings()),
                limits.after(team.limits()),
                budget.after(team.budget(), now),
                blocked.after(team.blocked(), false),
                extra.after(team.extra()),
                team.createdAt(),
                now,
                team.version());
    }

    /** Puts a change together, field by field. */
    public static final class Builder {
        private FieldChange<String> alias = FieldChange.kept();
        private FieldChange<List<String>> models = FieldChange.kept();
        private FieldChange<Map<String, String>> modelAliases = FieldChange.kept();
        private FieldChange<Set<Region>> regions = FieldChange.kept();
        private FieldChange<Metadata> metadata = FieldChange.kept();
        private FieldChange<List<String>> tags = FieldChange.kept();
        private FieldChange<Metadata> routerSettings = FieldChange.kept();
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

        public Builder models(FieldChange<List<String>> change) {
            this.models = change;
            return this;
        }

        public Builder modelAliases(FieldChange<Map<String, String>> change) {
            this.modelAliases = change;
            return this;
        }

        public Builder regions(FieldChange<Set<Region>> change) {
            this.regions = change;
            return this;
        }

        public Builder metadata(FieldChange<Metadata> change) {
            this.metadata = change;
            return this;
        }

        public Builder tags(FieldChange<List<String>> change) {
            this.tags = change;
            return this;
        }

        public Builder routerSettings(FieldChange<Metadata> change) {
            this.routerSettings = change;
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

        public TeamChange build() {
            return new TeamChange(
                    alias,
                    models,
                    modelAliases,
                    regions,
                    metadata,
                    tags,
                    routerSettings,
                    limits,
                    budget,
                    blocked,
                    extra,
                    fields);
        }
    }
}
