package dev.stellwerk.application.change;

import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.BudgetRaise;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Period;
import dev.stellwerk.domain.region.Region;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of a virtual key.
 *
 * @param fields the names of the fields as the request gave them, for the audit trail
 */
public record KeyChange(
        FieldChange<String> alias,
        FieldChange<String> teamId,
        FieldChange<String> userId,
        FieldChange<List<String>> models,
        FieldChange<Map<String, String>> aliases,
        FieldChange<List<String>> allowedRoutes,
        FieldChange<Set<Region>> regions,
        FieldChange<Metadata> metadata,
        FieldChange<List<String>> tags,
        FieldChange<Metadata> routerSettings,
        LimitsChange limits,
        BudgetChange budget,
        FieldChange<BudgetRaise> raise,
        FieldChange<Boolean> blocked,
        FieldChange<Period> life,
        ExtraChange extra,
        Set<String> fields) {
    public KeyChange {
        fields = Set.copyOf(fields);
    }

    /** Begins with a change that changes nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** The key afterwards. Its life ends exactly so much later, never at a boundary of the calendar. */
    public ApiKey after(ApiKey key, Instant now) {
        return new ApiKey(
                key.hash(),
                key.display(),
                alias.after(key.alias()),
                teamId.after(key.teamId()),
                userId.after(key.userId()),
                models.after(key.models(), List.of()),
                aliases.after(key.aliases(), Map.of()),
                allowedRoutes.after(key.allowedRoutes(), List.of()),
                regions.after(key.regions(), Set.of()),
                MetadataChange.after(key.metadata(), metadata, tags),
                routerSettings.after(key.routerSettings()),
                limits.after(key.limits()),
                budget.after(key.budget(), now),
                raise.after(key.raise()),
                blocked.after(key.blocked(), false),
                switch (life) {
                    case FieldChange.Kept<Period>() -> key.expires();
                    case FieldChange.Cleared<Period>() -> null;
                    case FieldChange.To<Period>(Period period) -> period.after(now);
                },
                extra.after(key.extra()),
                key.createdBy(),
                key.createdAt(),
                now,
                key.version());
    }

    /** Puts a change together, field by field. */
    public static final class Builder {
        private FieldChange<String> alias = FieldChange.kept();
        private FieldChange<String> teamId = FieldChange.kept();
        private FieldChange<String> userId = FieldChange.kept();
        private FieldChange<List<String>> models = FieldChange.kept();
        private FieldChange<Map<String, String>> aliases = FieldChange.kept();
        private FieldChange<List<String>> allowedRoutes = FieldChange.kept();
        private FieldChange<Set<Region>> regions = FieldChange.kept();
        private FieldChange<Metadata> metadata = FieldChange.kept();
        private FieldChange<List<String>> tags = FieldChange.kept();
        private FieldChange<Metadata> routerSettings = FieldChange.kept();
        private LimitsChange limits = LimitsChange.NONE;
        private BudgetChange budget = BudgetChange.NONE;
        private FieldChange<BudgetRaise> raise = FieldChange.kept();
        private FieldChange<Boolean> blocked = FieldChange.kept();
        private FieldChange<Period> life = FieldChange.kept();
        private ExtraChange extra = ExtraChange.NONE;
        private Set<String> fields = Set.of();

        private Builder() {}

        public Builder alias(FieldChange<String> change) {
            this.alias = change;
            return this;
        }

        public Builder teamId(FieldChange<String> change) {
            this.teamId = change;
            return this;
        }

        public Builder userId(FieldChange<String> change) {
            this.userId = change;
            return this;
        }

        public Builder models(FieldChange<List<String>> change) {
            this.models = change;
            return this;
        }

        public Builder aliases(FieldChange<Map<String, String>> change) {
            this.aliases = change;
            return this;
        }

        public Builder allowedRoutes(FieldChange<List<String>> change) {
            this.allowedRoutes = change;
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

        public Builder raise(FieldChange<BudgetRaise> change) {
            this.raise = change;
            return this;
        }

        public Builder blocked(FieldChange<Boolean> change) {
            this.blocked = change;
            return this;
        }

        public Builder life(FieldChange<Period> change) {
            this.life = change;
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

        public KeyChange build() {
            return new KeyChange(
                    alias,
                    teamId,
                    userId,
                    models,
                    aliases,
                    allowedRoutes,
                    regions,
                    metadata,
                    tags,
                    routerSettings,
                    limits,
                    budget,
                    raise,
                    blocked,
                    life,
                    extra,
                    fields);
        }
    }
}
