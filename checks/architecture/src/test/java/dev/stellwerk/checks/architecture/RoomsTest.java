package dev.stellwerk.checks.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.stellwerk.checks.architecture.ArchitectureTest.PUBLISHED;
import static dev.stellwerk.checks.architecture.RoomConditions.beMadeFromFewParts;
import static dev.stellwerk.checks.architecture.RoomConditions.logBelow;
import static dev.stellwerk.checks.architecture.RoomConditions.shareTheirPackageWithFew;
import static dev.stellwerk.checks.architecture.RoomConditions.showNo;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
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
    private static final int TYPES_MAX = 20;
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

    private static boolean canBeWrittenTo(JavaClass type) {
        boolean collection = type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
        return type.isArray()
                || (collection && !type.isInterface())
                || WRITABLE.stream().anyMatch(type::isAssignableTo);
    }
}
