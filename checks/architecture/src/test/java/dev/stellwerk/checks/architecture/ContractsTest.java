package dev.stellwerk.checks.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.stellwerk.checks.architecture.ArchitectureTest.PORT_OUT;
import static dev.stellwerk.checks.architecture.Conditions.haveAContractThatEveryImplementationRuns;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the tests of an adapter owe to the port behind which it stands. */
@AnalyzeClasses(locations = Modules.ProductionAndTests.class)
class ContractsTest {
    @ArchTest
    static final ArchRule ports_out_have_contracts = classes()
            .that()
            .resideInAPackage(PORT_OUT)
            .and()
            .areInterfaces()
            .and()
            .areTopLevelClasses()
            .and(not(simpleName("package-info")))
            .and(not(simpleName("UpstreamClient"))) // one adapter implements it, and its contract is the wire
            .should(haveAContractThatEveryImplementationRuns())
            .because("stores that pass the same suite can stand in for each other");
}
