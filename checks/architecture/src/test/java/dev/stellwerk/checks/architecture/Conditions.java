package dev.stellwerk.checks.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** What the rules need and ArchUnit does not bring. */
final class Conditions {
    private Conditions() {}

    static ArchCondition<JavaClass> beADeclarationOnly() {
        return condition(
                "be interfaces, records, enums or exceptions",
                type -> type.isInterface()
                                || type.isRecord()
                                || type.isEnum()
                                || type.isAssignableTo(Throwable.class)
                                || type.isAnonymousClass()
                        ? Optional.empty()
                        : Optional.of("is a class"));
    }

    static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return condition(
                "be in a package marked @NullMarked",
                type -> type.getPackage().isAnnotatedWith(NullMarked.class)
                        ? Optional.empty()
                        : Optional.of("is in a package that is not marked @NullMarked"));
    }

    static ArchCondition<JavaClass> beMarkedStableOrEvolving() {
        return condition(
                "be marked @Stable or @Evolving",
                type -> type.getAnnotations().stream()
                                .map(annotation -> annotation.getRawType().getSimpleName())
                                .anyMatch(Set.of("Stable", "Evolving")::contains)
                        ? Optional.empty()
                        : Optional.of("is marked neither @Stable nor @Evolving"));
    }

    static ArchCondition<JavaClass> beUsedInAnotherPackage() {
        return condition(
                "be used in another package",
                type -> type.getDirectDependenciesToSelf().stream()
                                .anyMatch(use ->
                                        !use.getOriginClass().getPackageName().equals(type.getPackageName()))
                        ? Optional.empty()
                        : Optional.of("is public, but only its own package uses it"));
    }

    static ArchCondition<JavaClass> haveAContractThatEveryImplementationRuns() {
        return condition("have a contract that every implementation runs", port -> {
            var contract = port.getDirectDependenciesToSelf().stream()
                    .map(Dependency::getOriginClass)
                    .filter(type -> type.getSimpleName().equals(port.getSimpleName() + "Contract"))
                    .findAny();
            if (contract.isEmpty()) return Optional.of("has no " + port.getSimpleName() + "Contract");
            var untested = port.getAllSubclasses().stream()
                    .filter(type -> !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                    .filter(type -> type.isTopLevelClass() && !ofTests(type))
                    .filter(type -> contract.get().getAllSubclasses().stream()
                            .noneMatch(test -> test.getSimpleName().startsWith(type.getSimpleName())))
                    .map(JavaClass::getSimpleName)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return untested.isEmpty()
                    ? Optional.empty()
                    : Optional.of("has implementations no test of which extends the contract: " + untested);
        });
    }

    /** Fakes stand in for a port in one test or another, and need not keep all of its promises. */
    private static boolean ofTests(JavaClass type) {
        return type.getSource()
                .map(source -> source.getUri().getPath())
                .orElse("")
                .contains("/test-classes/");
    }

    /** For {@code noClasses()}: an event for every reading of a clock or of chance. */
    static ArchCondition<JavaClass> readClockOrChance() {
        return accesses(
                "read a clock or chance",
                call -> is(call, System.class, "currentTimeMillis", "nanoTime")
                        || is(
                                call,
                                Clock.class,
                                "systemUTC",
                                "systemDefaultZone",
                                "system",
                                "tickMillis",
                                "tickSeconds")
                        || is(call, Instant.class, "now")
                        || is(call, LocalDate.class, "now")
                        || is(call, LocalDateTime.class, "now")
                        || is(call, OffsetDateTime.class, "now")
                        || is(call, ZonedDateTime.class, "now")
                        || is(call, InstantSource.class, "system")
                        || is(call, Math.class, "random")
                        || is(call, UUID.class, "randomUUID")
                        || is(call, Random.class, "<init>")
                        || is(call, SplittableRandom.class, "<init>")
                        || is(call, ThreadLocalRandom.class, "current")
                        || is(call, RandomGenerator.class, "of", "getDefault"));
    }

    /** For {@code noClasses()}: an event for every thread or pool made, and for every sleep. */
    static ArchCondition<JavaClass> createThreads() {
        return accesses(
                "create threads or sleep",
                call -> is(call, Thread.class, "<init>", "sleep", "startVirtualThread", "ofVirtual", "ofPlatform")
                        || is(call, Timer.class, "<init>")
                        || is(call, ThreadPoolExecutor.class, "<init>")
                        || is(call, ScheduledThreadPoolExecutor.class, "<init>")
                        || is(call, ForkJoinPool.class, "<init>")
                        || call.getOwner().isEquivalentTo(Executors.class));
    }

    private static boolean is(AccessTarget target, Class<?> owner, String... names) {
        return target.getOwner().isEquivalentTo(owner) && Set.of(names).contains(target.getName());
    }

    private static ArchCondition<JavaClass> condition(String description, Function<JavaClass, Optional<String>> fault) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                fault.apply(type)
                        .ifPresent(text -> events.add(SimpleConditionEvent.violated(
                                type, type.getFullName() + " " + text + " in " + type.getSourceCodeLocation())));
            }
        };
    }

    private static ArchCondition<JavaClass> accesses(String description, Predicate<AccessTarget> forbidden) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(access -> forbidden.test(access.getTarget()))
                        .map(JavaAccess::getDescription)
                        .forEach(text -> events.add(SimpleConditionEvent.satisfied(type, text)));
            }
        };
    }
}
