package dev.stellwerk.adapters.persistence.config;

import dev.stellwerk.adapters.persistence.config.ConfigurationModule.Reading;
import dev.stellwerk.adapters.persistence.config.finding.Findings;
import dev.stellwerk.adapters.persistence.config.finding.Place;
import dev.stellwerk.adapters.persistence.config.general.AccessReader;
import dev.stellwerk.adapters.persistence.config.general.RedisReader;
import dev.stellwerk.adapters.persistence.config.general.StoresReader;
import dev.stellwerk.adapters.persistence.config.general.WireReader;
import dev.stellwerk.adapters.persistence.config.key.NotUsedYet;
import dev.stellwerk.adapters.persistence.config.model.DeploymentIds;
import dev.stellwerk.adapters.persistence.config.model.DeploymentReader;
import dev.stellwerk.adapters.persistence.config.model.DeploymentTraits;
import dev.stellwerk.adapters.persistence.config.model.ModelListReader;
import dev.stellwerk.adapters.persistence.config.model.ModelNames;
import dev.stellwerk.adapters.persistence.config.provider.CostMapFile;
import dev.stellwerk.adapters.persistence.config.provider.EndpointReader;
import dev.stellwerk.adapters.persistence.config.provider.ModelFactsReader;
import dev.stellwerk.adapters.persistence.config.provider.ModelMap;
import dev.stellwerk.adapters.persistence.config.provider.Providers;
import dev.stellwerk.adapters.persistence.config.router.AliasReader;
import dev.stellwerk.adapters.persistence.config.router.FallbackReader;
import dev.stellwerk.adapters.persistence.config.router.Layers;
import dev.stellwerk.adapters.persistence.config.router.RouterReader;
import dev.stellwerk.adapters.persistence.config.router.StrategyReader;
import dev.stellwerk.adapters.persistence.config.source.Content;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Scope;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.SourceFiles;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.adapters.persistence.config.stellwerk.StellwerkReader;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one configuration from top to bottom. For one reading. */
final class ConfigurationReader {
    private static final Set<String> NEEDED_VARIABLES = Set.of(
            "LITELLM_MASTER_KEY", "LITELLM_SALT_KEY", "DATABASE_URL", "REDIS_HOST", "REDIS_PASSWORD", "REDIS_URL");

    private final Environment process;
    private final Set<String> strategies;
    private final Findings findings = new Findings();
    private final DeploymentIds ids = new DeploymentIds();

    ConfigurationReader(Map<String, String> environment, Set<String> strategies) {
        this.process = new Environment(environment);
        this.strategies = strategies;
    }

    Reading read(Path file) {
        findings.open(file.toString());
        return reading(
                new SourceFiles(process, findings).read(file),
                file.toAbsolutePath().getParent());
    }

    Reading read(String name, String text) {
        findings.open(name);
        return reading(new SourceFiles(process, findings).read(name, text, null), null);
    }

    private Reading reading(Content.@Nullable Fields content, @Nullable Path folder) {
        GatewayConfiguration configuration = content == null ? null : configuration(content, folder);
        return new Reading(findings.anyError() ? null : configuration, findings.inFileOrder());
    }

    private GatewayConfiguration configuration(Content.Fields content, @Nullable Path folder) {
        Environment environment = environment(new Section(content, "", new Scope(process, findings)));
        Section root = new Section(content, "", new Scope(environment, findings));
        root.has("environment_variables");
        root.has("include");
        Section router = root.section("router_settings");
        Section litellm = root.section("litellm_settings");
        Section general = root.section("general_settings");
        Section stellwerk = root.section("stellwerk");
        var layers = new Layers(router, litellm, environment, findings);

        var own = new StellwerkReader(stellwerk);
        ModelListReader.Reading models =
                new ModelListReader(deployments(models(litellm, environment, folder), environment, own)).read(root);
        var names = new ModelNames(models.names(), models.deployments());
        StrategyReader.Reading strategy = new StrategyReader(router, strategies, names).read();
        strategy.routingGroups().forEach(group -> names.add(group.name()));
        SequencedMap<String, Alias> aliases = new AliasReader(names).groupAliases(router);
        aliases.keySet().forEach(names::add);
        ids.warnOf(names::isIdOfStranger, "model");
        ids.warnOf(aliases::containsKey, "alias");
        StellwerkReader.Reading further = own.read();
        RoutingSettings routing =
                new RouterReader(layers, general).read(strategy, further, new FallbackReader(layers, names, aliases));
        var access = new AccessReader(general, environment, names).read(new AliasReader(names).modelAliases(litellm));
        var wire = WireReader.read(general, litellm, stellwerk, environment);
        var stores = new StoresReader(general, environment).read(new RedisReader(router, litellm, environment));
        reportOthers(root, router, litellm, general, stellwerk);
        return new GatewayConfiguration(
                models.deployments(),
                aliases,
                strategy.routingGroups(),
                further.regions(),
                routing,
                strategy.specs(),
                further.pluginSettings(),
                further.pluginPins(),
                access,
                wire,
                stores);
    }

    /** {@code environment_variables} lie over those of the process, for this reading only. */
    private Environment environment(Section root) {
        var further = new HashMap<String, String>();
        root.section("environment_variables").all().forEach((name, value) -> {
            boolean needed = NEEDED_VARIABLES.contains(name);
            String text = value.withUnset(needed ? Scope.UnsetRule.ERROR : Scope.UnsetRule.WARNING)
                    .text();
            if (text != null) {
                further.put(name, text);
            }
        });
        return process.with(further);
    }

    private DeploymentReader deployments(ModelMap models, Environment environment, StellwerkReader own) {
        return new DeploymentReader(
                new EndpointReader(Providers.shipped(), models, environment),
                new DeploymentTraits(new ModelFactsReader(models), own.infersRegions()),
                environment,
                ids);
    }

    /** The shipped map, and over it the one that the configuration names. */
    private ModelMap models(Section litellm, Environment environment, @Nullable Path folder) {
        Value written = litellm.get("model_cost_map");
        String own = written == null ? null : written.text();
        String name = own == null ? environment.get("LITELLM_MODEL_COST_MAP") : own;
        ModelMap shipped = ModelMap.shipped();
        if (name == null) {
            return shipped;
        }
        try {
            Path file = folder == null ? Path.of(name) : folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new IOException("does not exist");
            }
            return shipped.with(CostMapFile.read(file));
        } catch (IOException | IllegalArgumentException e) {
            Place place = written == null ? Place.ENVIRONMENT : written.place();
            String path = written == null ? "LITELLM_MODEL_COST_MAP" : written.path();
            String problem = String.valueOf(e.getMessage());
            findings.error(
                    place, path, "the model map " + Value.shown(name) + " cannot be read: " + Value.shown(problem));
            return shipped;
        }
    }

    private static void reportOthers(
            Section root, Section router, Section litellm, Section general, Section stellwerk) {
        root.reportOthers(NotUsedYet.TOP_LEVEL, Level.WARNING);
        router.reportOthers(NotUsedYet.ROUTER_SETTINGS, Level.WARNING);
        litellm.reportOthers(NotUsedYet.LITELLM_SETTINGS, Level.WARNING);
        general.reportOthers(NotUsedYet.GENERAL_SETTINGS, Level.WARNING);
        stellwerk.reportOthers(Set.of(), Level.ERROR);
    }
}
