package dev.stellwerk.checks.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.stellwerk.checks.architecture.ArchitectureTest.APPLICATION;
import static dev.stellwerk.checks.architecture.ArchitectureTest.DOMAIN;
import static dev.stellwerk.checks.architecture.ArchitectureTest.PORT_IN;
import static dev.stellwerk.checks.architecture.ArchitectureTest.PORT_OUT;
import static dev.stellwerk.checks.architecture.ArchitectureTest.PUBLISHED;
import static dev.stellwerk.checks.architecture.ArchitectureTest.ROOT;
import static dev.stellwerk.checks.architecture.Conditions.beMarkedStableOrEvolving;
import static dev.stellwerk.checks.architecture.RoomConditions.beMadeFromFewParts;
import static dev.stellwerk.checks.architecture.RoomConditions.haveANameOfTheirOwn;
import static dev.stellwerk.checks.architecture.RoomConditions.holdNoNamesOfTheWire;
import static dev.stellwerk.checks.architecture.RoomConditions.holdTheText;
import static dev.stellwerk.checks.architecture.RoomConditions.knowAStatus;
import static dev.stellwerk.checks.architecture.RoomConditions.logBelow;
import static dev.stellwerk.checks.architecture.RoomConditions.shareTheirPackageWithFew;
import static dev.stellwerk.checks.architecture.RoomConditions.showNo;
import static dev.stellwerk.checks.architecture.RoomConditions.showNoSuch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.stellwerk.domain.error.CallRefusal;
import java.util.BitSet;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What fits into a room of the house: how much, under which name, made of what, and knowing what. */
@AnalyzeClasses(locations = Modules.Production.class)
class RoomsTest {
    private static final int TYPES_MAX = 21;
    private static final int PARTS_MAX = 8;
    private static final Set<Class<?>> WRITABLE = Set.of(
            BitSet.class,
            Date.class,
            StringBuilder.class,
            AtomicInteger.class,
            AtomicLong.class,
            AtomicReference.class);

    @ArchTest
    static final ArchRule packages_hold_one_subject = classes()
            .that()
            .resideOutsideOfPackage(ROOT + "domain.spi..") // what plugins speak is one language, however many its words
            .should(shareTheirPackageWithFew(TYPES_MAX))
            .because("what holds more than that holds two subjects, and the second has no name");

    @ArchTest
    static final ArchRule classes_are_made_from_few_parts = classes()
            .that(not(modifier(JavaModifier.SYNTHETIC)))
            .should(beMadeFromFewParts(PARTS_MAX))
            .because("who needs more does more than one thing; plain records of facts are free");

    @ArchTest
    static final ArchRule published_signatures_cannot_be_written_to = classes()
            .that()
            .resideInAnyPackage(PUBLISHED)
            .should(showNo("array or mutable type", RoomsTest::canBeWrittenTo))
            .because("a plugin that is handed something to write to writes for everybody");

    @ArchTest
    static final ArchRule every_logger_stands_under_one_root = classes()
            .should(logBelow("dev.stellwerk."))
            .because("the shipped settings let that root through, and nothing else below WARNING");

    @ArchTest
    static final ArchRule one_name_means_one_thing = classes()
            .should(haveANameOfTheirOwn())
            .because("who reads a name must not have to look where it comes from");

    @ArchTest
    static final ArchRule published_types_say_how_stable_they_are = classes()
            .that()
            .resideInAnyPackage(PUBLISHED)
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and(not(simpleName("Stable").or(simpleName("Evolving"))))
            .should(beMarkedStableOrEvolving())
            .because("plugins compile against them");

    @ArchTest
    static final ArchRule ports_carry_types_not_maps = classes()
            .that()
            .resideInAnyPackage(PORT_IN, PORT_OUT)
            .and(not(simpleName("UpstreamCall"))) // what an operator's fallback target puts into a request is JSON
            .should(showNoSuch("map of texts", RoomConditions::isMadeOfMapsOfTexts))
            .because("what a map may hold is known to its two ends only, and they drift apart");

    @ArchTest
    static final ArchRule sentences_of_the_wire_stay_in_the_adapters = noClasses()
            .that(resideInAnyPackage(DOMAIN, APPLICATION))
            .should(holdTheText("litellm"))
            .because("the words that clients match on belong to the side that speaks to them");

    @ArchTest
    static final ArchRule names_of_the_wire_stay_in_the_adapters = classes()
            .that(resideInAnyPackage(DOMAIN, APPLICATION))
            .should(holdNoNamesOfTheWire())
            .because("how a field is spelled is known where it is read and written, and nowhere between");

    @ArchTest
    static final ArchRule words_for_clients_are_found_in_the_adapters = noClasses()
            .that(resideInAnyPackage(DOMAIN, APPLICATION))
            .should()
            .callConstructor(CallRefusal.Invalid.class, String.class, String.class)
            .because("use cases say what is the matter, and the edge finds the words");

    @ArchTest
    static final ArchRule the_domain_knows_no_status = noClasses()
            .that(resideInAnyPackage(DOMAIN))
            .should(knowAStatus(Set.of(401, 403, 404, 408, 409, 413, 415, 422, 429, 502, 503, 504)))
            .because("what kind of failure it was is decided where HTTP is spoken");

    private static boolean canBeWrittenTo(JavaClass type) {
        boolean collection = type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
        return type.isArray()
                || (collection && !type.isInterface())
                || WRITABLE.stream().anyMatch(type::isAssignableTo);
    }
}
