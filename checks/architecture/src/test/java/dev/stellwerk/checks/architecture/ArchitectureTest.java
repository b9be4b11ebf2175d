package dev.stellwerk.checks.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.stellwerk.checks.architecture.Conditions.beADeclarationOnly;
import static dev.stellwerk.checks.architecture.Conditions.beInANullMarkedPackage;
import static dev.stellwerk.checks.architecture.Conditions.beUsedInAnotherPackage;
import static dev.stellwerk.checks.architecture.Conditions.createThreads;
import static dev.stellwerk.checks.architecture.Conditions.readClockOrChance;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Who may depend on whom. Every rule has an example that breaks it, in the package of the rule's name below
 * {@code dev.stellwerk.badexamples}; {@link BadExamplesTest} shows that the rule sees it.
 */
@AnalyzeClasses(locations = Modules.Production.class)
class ArchitectureTest {
    // The two dots after "stellwerk" let the same rule see the bad examples.
    static final String ROOT = "dev.stellwerk..";
    static final String DOMAIN = ROOT + "domain..";
    static final String DOMAIN_SPI = ROOT + "domain.spi..";
    static final String APPLICATION = ROOT + "application..";
    static final String PORT_IN = ROOT + "application.port.in..";
    static final String PORT_OUT = ROOT + "application.port.out..";
    static final String ADAPTERS = ROOT + "adapters..";
    static final String HTTP = ROOT + "adapters.http..";
    static final String INBOUND = ROOT + "adapters.http.inbound..";
    static final String INBOUND_ERROR = ROOT + "adapters.http.inbound.error..";
    static final String UPSTREAM = ROOT + "adapters.http.upstream..";
    static final String PERSISTENCE = ROOT + "adapters.persistence..";
    static final String CONFIG_SOURCE = ROOT + "adapters.persistence.config.source..";
    static final String REDIS = ROOT + "adapters.redis..";
    static final String SPI = ROOT + "plugins.spi..";
    static final String BUILTIN = ROOT + "plugins.builtin..";
    static final String LOADER = ROOT + "plugins.loader..";
    static final String MAIN = ROOT + "main..";
    static final String[] PUBLISHED = {ROOT + "domain.spi..", SPI};

    // ---- modules

    @ArchTest
    static final ArchRule the_domain_knows_only_the_jdk_core = classes()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            DOMAIN,
                            "java.lang..",
                            "java.math..",
                            "java.nio.charset..",
                            "java.time..",
                            "java.util..",
                            "org.jspecify..")
                    .or(nameMatching("java\\.net\\.URI(SyntaxException)?"))) // a value; it opens no connection
            .because("routing rules must run unchanged in the simulator, in dry runs and beside plugins");

    @ArchTest
    static final ArchRule the_application_knows_only_the_domain_and_the_jdk = classes()
            .that()
            .resideInAPackage(APPLICATION)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(APPLICATION, DOMAIN, "java..", "org.jspecify..")
            .because("use cases speak through ports and must not notice when a framework is replaced");

    @ArchTest
    static final ArchRule adapters_do_not_know_each_other = slices().matching(ROOT + "adapters.(*)..")
            .should()
            .notDependOnEachOther()
            .because("each can be replaced alone; what they share belongs into a port");

    @ArchTest
    static final ArchRule inbound_and_upstream_do_not_know_each_other = slices().matching(
                    ROOT + "adapters.http.(inbound|upstream)..")
            .should()
            .notDependOnEachOther()
            .because("the way from a request to an upstream leads through the use case and its constraints");

    @ArchTest
    static final ArchRule the_spi_knows_only_the_domain = classes()
            .that()
            .resideInAPackage(SPI)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(SPI, DOMAIN_SPI, "java..", "org.jspecify..")
            .because("a plugin author's compile-time dependency is a promise");

    @ArchTest
    static final ArchRule built_in_plugins_use_what_a_stranger_could = classes()
            .that()
            .resideInAPackage(BUILTIN)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(BUILTIN, SPI, DOMAIN_SPI, "java..", "org.jspecify..")
            .because("the built-in strategies prove that the SPI is enough");

    @ArchTest
    static final ArchRule the_loader_knows_only_the_spi = classes()
            .that()
            .resideInAPackage(LOADER)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(LOADER, SPI, DOMAIN, "java..", "org.jspecify..")
            .because("loading and guarding plugins needs no use case and no adapter");

    @ArchTest
    static final ArchRule only_main_knows_loader_and_built_in_plugins = noClasses()
            .that()
            .resideOutsideOfPackages(LOADER, BUILTIN, MAIN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LOADER, BUILTIN)
            .because("everybody else meets plugins through the SPI, wherever they come from");

    @ArchTest
    static final ArchRule only_main_uses_adapters = noClasses()
            .that()
            .resideOutsideOfPackages(ADAPTERS, MAIN)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ADAPTERS)
            .because("adapters are plugged in where the gateway is put together, nowhere else");

    @ArchTest
    static final ArchRule main_uses_only_the_modules_of_adapters = noClasses()
            .that()
            .resideInAPackage(MAIN)
            .should()
            .dependOnClassesThat(
                    resideInAPackage(ADAPTERS).and(not(nameMatching("dev\\.stellwerk\\..*\\.[A-Za-z]+Module(\\$.*)?"))))
            .because("each adapter shows one type: settings and ports in, ports out");

    @ArchTest
    static final ArchRule nobody_depends_on_main = noClasses()
            .that()
            .resideOutsideOfPackage(MAIN)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(MAIN)
            .because("wiring points inwards");

    // ---- one owner for each technology

    @ArchTest
    static final ArchRule helidon_has_one_owner = owner(HTTP, "io.helidon..");

    @ArchTest
    static final ArchRule the_http_client_has_one_owner = owner(UPSTREAM, "org.apache.hc..", "java.net.http..");

    @ArchTest
    static final ArchRule sql_has_one_owner = owner(
            PERSISTENCE,
            "org.jooq..",
            "java.sql..",
            "javax.sql..",
            "com.zaxxer..",
            "org.flywaydb..",
            "org.h2..",
            "org.postgresql..");

    @ArchTest
    static final ArchRule yaml_has_one_owner = owner(CONFIG_SOURCE, "org.yaml..");

    @ArchTest
    static final ArchRule redis_has_one_owner = owner(REDIS, "redis.clients..");

    @ArchTest
    static final ArchRule json_stays_in_the_adapters_that_write_it = noClasses()
            .that()
            .resideOutsideOfPackages(HTTP, PERSISTENCE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..")
            .because("inside the hexagon data has types");

    @ArchTest
    static final ArchRule class_loaders_have_one_owner = noClasses()
            .that()
            .resideOutsideOfPackage(LOADER)
            .should()
            .dependOnClassesThat(are(assignableTo(ClassLoader.class)).and(not(simpleName("ClassLoader"))))
            .because("what is loaded must be known, pinned and isolated in one place");

    // ---- shape

    @ArchTest
    static final ArchRule ports_are_interfaces_and_values = classes()
            .that()
            .resideInAnyPackage(PORT_IN, PORT_OUT)
            .should(beADeclarationOnly())
            .because("behaviour in a port would be behaviour without a side");

    @ArchTest
    static final ArchRule fields_of_the_domain_are_final = fields().that()
            .areDeclaredInClassesThat(resideInAPackage(DOMAIN)
                    .and(not(resideInAPackage(ROOT + "domain.traffic..")))
                    .and(not(
                            simpleName("RoutingSession")
                                    .or(simpleName("Leg"))
                                    .or(simpleName("Builder"))
                                    .or(simpleName("CandidateSet")) // belongs to one decision and one thread
                                    .or(simpleName("ContextView")) // so does this
                            )))
            .should()
            .beFinal()
            .because("whoever holds a value of the domain may share it with any thread");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles = slices().matching("dev.stellwerk.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package that needs itself through another cannot be read, tested or moved alone");

    @ArchTest
    static final ArchRule packages_are_null_marked =
            classes().should(beInANullMarkedPackage()).because("null is an exception that a signature names");

    // ---- the world outside comes in through main

    @ArchTest
    static final ArchRule clock_and_chance_come_from_main = noClasses()
            .that()
            .resideOutsideOfPackage(MAIN)
            .should(readClockOrChance())
            .because("tests and the simulator turn the clock and roll the dice themselves");

    @ArchTest
    static final ArchRule threads_come_from_main = noClasses()
            .that(
                    not(resideInAPackage(MAIN))
                            .and(
                                    not(
                                            nameMatching(
                                                    ".*\\.(adapters\\.http\\.(inbound\\.connection\\.WatchThreads|upstream\\.wire\\.Deadlines)|plugins\\.loader\\.PluginStart)(\\$.*)?"))))
            .should(createThreads())
            .because("whoever starts a thread must be the one who stops it");

    @ArchTest
    static final ArchRule standard_streams_belong_to_the_command_line = noClasses()
            .that(not(resideInAPackage(MAIN).and(simpleName("Main"))))
            .should(ACCESS_STANDARD_STREAMS)
            .because("a library that prints cannot be silenced");

    @ArchTest
    static final ArchRule java_util_logging_is_not_used =
            noClasses().should(USE_JAVA_UTIL_LOGGING).because("System.Logger leaves the choice to the operator");

    @ArchTest
    static final ArchRule exceptions_have_names =
            noClasses().should(THROW_GENERIC_EXCEPTIONS).because("a caller can only handle what it can tell apart");

    @ArchTest
    static final ArchRule refusals_become_answers_in_one_place = noClasses()
            .that(resideInAPackage(INBOUND).and(not(resideInAPackage(INBOUND_ERROR))))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "domain.error..")
                    .and(nameMatching(".*\\.(CallRefusal|ErrorClass|Failure|UpstreamFailure)(\\$.*)?")))
            .because("one table maps every \"no\" to its status and body");

    @ArchTest
    static final ArchRule ports_in_do_not_know_ports_out = noClasses()
            .that()
            .resideInAPackage(PORT_IN)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PORT_OUT)
            .because("a caller need not know what a use case needs");

    @ArchTest
    static final ArchRule public_types_are_used_elsewhere = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and(not(resideInAnyPackage(PUBLISHED)))
            .and(not(simpleName("Main").or(simpleName("package-info"))))
            .and(not(simpleName("JsonLimits"))) // its numbers are compiled into whoever uses them
            .and(not(simpleName("Learning"))) // the simulator, which is test code, learns by it as well
            .and(not(implementing("GatewayPlugin")))
            .should(beUsedInAnotherPackage())
            .because("what is hidden can be renamed on any day");

    private static ArchRule owner(String owner, String... technology) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(owner)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology)
                .because("each technology has one owner, here " + owner);
    }

    private static DescribedPredicate<JavaClass> implementing(String simpleName) {
        return DescribedPredicate.describe(
                "implement " + simpleName,
                type -> type.getAllRawInterfaces().stream()
                        .anyMatch(i -> i.getSimpleName().equals(simpleName)));
    }
}
