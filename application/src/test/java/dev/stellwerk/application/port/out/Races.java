package dev.stellwerk.application.port.out;

import dev.stellwerk.application.change.BudgetChange;
import dev.stellwerk.application.change.CustomerChange;
import dev.stellwerk.application.change.ExtraChange;
import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.application.change.LimitsChange;
import dev.stellwerk.application.change.TeamChange;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes of eight fields each, to be made at the same moment. */
final class Races {
    static final int FIELDS = 8;
    static final int ROUNDS = 25;
    static final int PAIRS = 200;

    private static final FieldChange<List<String>> MODELS = FieldChange.to(List.of("chat"));
    private static final FieldChange<Set<Region>> REGIONS = FieldChange.to(Set.of(new Region("eu")));
    private static final ExtraChange EXTRA = new ExtraChange(Metadata.of(Map.of("note", "kept")), Set.of());
    private static final LimitsChange REQUESTS = new LimitsChange(
            FieldChange.to(7L), FieldChange.kept(), FieldChange.kept(), FieldChange.kept(), FieldChange.kept());
    private static final LimitsChange TOKENS = new LimitsChange(
            FieldChange.kept(), FieldChange.to(8L), FieldChange.kept(), FieldChange.kept(), FieldChange.kept());
    private static final BudgetChange MAX = new BudgetChange(
            FieldChange.to(new BigDecimal(9)), FieldChange.kept(), FieldChange.kept(), FieldChange.kept());

    static final List<KeyChange> KEY = List.of(
            KeyChange.builder().alias(FieldChange.to("an alias")).build(),
            KeyChange.builder().userId(FieldChange.to("somebody")).build(),
            KeyChange.builder().models(MODELS).build(),
            KeyChange.builder().tags(FieldChange.to(List.of("a"))).build(),
            KeyChange.builder().regions(REGIONS).build(),
            KeyChange.builder().limits(REQUESTS).build(),
            KeyChange.builder().budget(MAX).build(),
            KeyChange.builder().blocked(FieldChange.to(true)).build());

    static final List<TeamChange> TEAM = List.of(
            TeamChange.builder().alias(FieldChange.to("an alias")).build(),
            TeamChange.builder().extra(EXTRA).build(),
            TeamChange.builder().models(MODELS).build(),
            TeamChange.builder().tags(FieldChange.to(List.of("a"))).build(),
            TeamChange.builder().regions(REGIONS).build(),
            TeamChange.builder().limits(REQUESTS).build(),
            TeamChange.builder().budget(MAX).build(),
            TeamChange.builder().blocked(FieldChange.to(true)).build());

    static final List<CustomerChange> CUSTOMER = List.of(
            CustomerChange.builder().alias(FieldChange.to("an alias")).build(),
            CustomerChange.builder().extra(EXTRA).build(),
            CustomerChange.builder().defaultModel(FieldChange.to("chat")).build(),
            CustomerChange.builder().limits(TOKENS).build(),
            CustomerChange.builder().regions(REGIONS).build(),
            CustomerChange.builder().limits(REQUESTS).build(),
            CustomerChange.builder().budget(MAX).build(),
            CustomerChange.builder().blocked(FieldChange.to(true)).build());

    private Races() {}
}
