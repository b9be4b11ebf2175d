package dev.stellwerk.adapters.persistence.config;

import dev.stellwerk.adapters.persistence.config.ConfigurationModule.Reading;
import dev.stellwerk.adapters.persistence.config.finding.Findings;
import dev.stellwerk.adapters.persistence.config.finding.Place;
import dev.stellwerk.adapters.persistence.config.general.AccessReader;
import dev.stellwerk.adapters.persistence.config.general.RedisReader;
import dev.stellwerk.adapters.persistence.config.general.StoresReader;
import dev.stellwerk.adapters.persistence.config.general.WireReader;
import dev.stellwerk.adapters.persistence.config.key.KnownKeys;
import dev.stellwerk.adapters.persistence.config.key.Part;
import dev.stellwerk.adapters.persistence.config.model.BudgetsWithoutPrice;
import dev.stellwerk.adapters.persistence.config.model.ClientTokens;
import dev.stellwerk.adapters.persistence.config.model.DeploymentIds;
import dev.stellwerk.adapters.persistence.config.model.DeploymentReader;
import dev.stellwerk.adapters.persistence.config.model.DeploymentTraits;
import dev.stellwerk.adapters.persistence.config.model.ModelListReader;
import dev.stellwerk.adapters.persistence.config.model.ModelNames;
import dev.stellwerk.adapters.persistence.config.model.ParameterRulesReader;
import dev.stellwerk.adapters.persistence.config.provider.CostMapFile;
import dev.stellwerk.adapters.persistence.config.provider.EndpointReader;
import dev.stellwerk.adapters.persistence.config.provider.KnownProviders;
import dev.stellwerk.adapters.persistence.config.provider.ModelFactsReader;
import dev.stellwerk.adapters.persistence.config.provider.ModelMap;
import dev.stellwerk.adapters.persistence.config.provider.PriceTermsReader;
import dev.stellwerk.adapters.persistence.config.provider.ProviderChooser;
import dev.stellwerk.adapters.persistence.config.provider.ProviderVariables;
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
import dev.stellwerk.adapters.persistence.config.source.Variables;
import dev.stellwerk.adapters.persistence.config.stellwerk.StellwerkReader;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.configuration.PluginJudge;
import dev.stellwerk.domain.catalog.Alias;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one configuration from top to bottom. For one reading. */
final class ConfigurationReader {
    private static final Set<String> NEEDED_VARIABLES = Set.of(
            "LITELLM_MASTER_KEY", "LITELLM_SALT_KEY", "DATABASE_URL", "REDIS_HOST", "REDIS_PASSWORD", "REDIS_URL");

    private final Environment process;
    private final PluginJudge plugins;
    private final Findings findings = new Findings();
    private final DeploymentIds ids = new DeploymentIds();

    ConfigurationReader(Map<String, String> environment, PluginJudge plugins) {
        this.process = new Environment(environment);
        this.plugins = plugins;
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
        var variables = new Variables(environment, findings);
        Section root = new Section(content, "", new Scope(environment, findings));
        Section router = root.section("router_settings");
        Section litellm = root.section("litellm_settings");
        Section general = root.section("general_settings");
        Section stellwerk = root.section("stellwerk");
        List<Value> accepted = acceptUnenforced(stellwerk);

        var own = new StellwerkReader(stellwerk);
        own.start(plugins);
        var chooser = new ProviderChooser(Providers.shipped(), models(litellm, environment, folder));
        var facts = new ModelFactsReader(chooser, PriceTermsReader.read(litellm));
        var providers = new KnownProviders(chooser, new ProviderVariables(environment), facts);
        var clientTokens = new ClientTokens(general, litellm);
        var traits = new DeploymentTraits(
                facts, own.infersRegions(), ParameterRulesReader.of(litellm, environment, chooser));
        ModelListReader.Reading models = new ModelListReader(deployments(chooser, environment, clientTokens, traits))
                .read(root, general.flag("store_model_in_db", false));
        var names = new ModelNames(models.names(), models.deployments(), providers);
        var layers = new Layers(router, litellm, variables);
        StrategyReader.Reading strategy = new StrategyReader(router, plugins, own.pluginSettings(), names).read();
        strategy.routingGroups().forEach(group -> names.add(group.name()));
        SequencedMap<String, Alias> aliases = new AliasReader(names).groupAliases(router);
        aliases.keySet().forEach(names::add);
        ids.warnOf(names::isIdOfStranger, "model");
        ids.warnOf(aliases::containsKey, "alias");
        StellwerkReader.Reading further = own.read(plugins);
        RoutingSettings routing = new RouterReader(layers, general, names)
                .read(strategy, further, new FallbackReader(layers, names, aliases));
        new BudgetsWithoutPrice(models.deployments()).report(routing.budgets(), router, litellm);
        var access = new AccessReader(general, environment, names).read(new AliasReader(names).modelAliases(litellm));
        var wire = WireReader.read(general, litellm, stellwerk, environment);
        var stores = new StoresReader(general, environment).read(new RedisReader(router, litellm, variables));
        judgeKeys(root, router, litellm, general, stellwerk);
        reportAcceptedInVain(accepted);
        return new GatewayConfiguration(
                models.deployments(),
                models.leftOut(),
                providers,
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

    /** Restrictions that the operator knows not to be enforced, by their paths. */
    private List<Value> acceptUnenforced(Section stellwerk) {
        List<Value> paths = stellwerk.items("accept_unenforced");
        paths.forEach(path -> findings.acceptUnenforced(path.written()));
        return paths;
    }

    private void reportAcceptedInVain(List<Value> paths) {
        for (Value path : paths) {
            String text = path.text();
            if (text != null && !findings.isUnenforced(text)) {
                path.warning("accepts nothing: no restriction at '" + Value.shown(text) + "' goes unenforced");
            }
        }
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

    private DeploymentReader deployments(
            ProviderChooser chooser, Environment environment, ClientTokens clientTokens, DeploymentTraits traits) {
        return new DeploymentReader(
                new EndpointReader(chooser, new ProviderVariables(environment)),
                clientTokens,
                traits,
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

    private static void judgeKeys(Section root, Section router, Section litellm, Section general, Section stellwerk) {
        KnownKeys keys = KnownKeys.shipped();
        keys.judge(root, Part.TOP_LEVEL);
        keys.judge(router, Part.ROUTER_SETTINGS);
        keys.judge(litellm, Part.LITELLM_SETTINGS);
        keys.judgeCallbacks(litellm);
        keys.judge(general, Part.GENERAL_SETTINGS);
        stellwerk.reportOthers(Level.ERROR);
    }
}
