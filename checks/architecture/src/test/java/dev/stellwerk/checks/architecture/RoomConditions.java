package dev.stellwerk.checks.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The conditions of {@link RoomsTest}. */
final class RoomConditions {
    private static final String PACKAGE_INFO = "package-info";
    private static final Pattern NAMES = Pattern.compile("[\\w;]+"); // as the compiler lists a record's components
    private static final Pattern ADAPTER = Pattern.compile(".*\\.adapters\\.([a-z]+)(\\..*)?");

    private RoomConditions() {}

    private static boolean counts(JavaClass type) {
        return type.isTopLevelClass() && !type.getSimpleName().equals(PACKAGE_INFO);
    }

    static ArchCondition<JavaClass> shareTheirPackageWithFew(int max) {
        return new ArchCondition<>("share their package with few, " + max + " in all") {
            private final Map<String, Integer> sizes = new TreeMap<>();

            @Override
            public void init(Collection<JavaClass> all) {
                all.stream()
                        .filter(RoomConditions::counts)
                        .forEach(type -> sizes.merge(type.getPackageName(), 1, Integer::sum));
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {}

            @Override
            public void finish(ConditionEvents events) {
                sizes.forEach((name, size) -> {
                    if (size > max) {
                        events.add(SimpleConditionEvent.violated(name, name + " holds " + size + " types"));
                    }
                });
            }
        };
    }

    /** Adapters do not meet each other; everybody else meets everybody. */
    static ArchCondition<JavaClass> haveANameOfTheirOwn() {
        return new ArchCondition<>("have a name that no other type they may meet has") {
            private final Map<String, List<JavaClass>> byName = new HashMap<>();

            @Override
            public void init(Collection<JavaClass> all) {
                all.stream()
                        .filter(RoomConditions::counts)
                        .forEach(type -> byName.merge(
                                type.getSimpleName(),
                                List.of(type),
                                (some, more) -> Stream.concat(some.stream(), more.stream())
                                        .toList()));
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaClass other : byName.getOrDefault(type.getSimpleName(), List.of())) {
                    if (counts(type) && type.getName().compareTo(other.getName()) < 0 && meet(type, other)) {
                        events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " has the name of " + other.getName()));
                    }
                }
            }
        };
    }

    private static boolean meet(JavaClass one, JavaClass other) {
        var oneSide = ADAPTER.matcher(one.getPackageName());
        var otherSide = ADAPTER.matcher(other.getPackageName());
        return !oneSide.matches() || !otherSide.matches() || oneSide.group(1).equals(otherSide.group(1));
    }

    /** Records hold facts, not collaborators: a record with an interface of ours among its parts is a bag. */
    static ArchCondition<JavaClass> beMadeFromFewParts(int max) {
        return violations("be made from few parts, " + max + " at most", (type, violated) -> {
            if (type.isRecord()) {
                return;
            }
            for (JavaConstructor constructor : type.getConstructors()) {
                int parts = constructor.getRawParameterTypes().size();
                if (parts > max && !type.isEnum()) {
                    violated.accept(type, constructor.getFullName() + " takes " + parts + " parts");
                }
            }
        });
    }

    /** A map whose keys are texts, or something made of such maps: what it may hold is written nowhere. */
    static boolean isMadeOfMapsOfTexts(JavaType type) {
        if (!(type instanceof JavaParameterizedType generic)) {
            return type.toErasure().isAssignableTo(Map.class);
        }
        boolean map = type.toErasure().isAssignableTo(Map.class);
        return (map && generic.getActualTypeArguments().getFirst().toErasure().isEquivalentTo(String.class))
                || generic.getActualTypeArguments().stream().anyMatch(part -> !part.equals(type) && isMadeOfMaps(part));
    }

    private static boolean isMadeOfMaps(JavaType part) {
        return part.toErasure().isAssignableTo(Map.class) && isMadeOfMapsOfTexts(part);
    }

    /** What others see of a type, and whether one of the types it is made of is forbidden. */
    static ArchCondition<JavaClass> showNo(String what, Predicate<JavaClass> forbidden) {
        return showNoSuch(what, type -> involves(type, forbidden));
    }

    /** What others see of a type: public and protected methods and constructors, fields, components of records. */
    static ArchCondition<JavaClass> showNoSuch(String what, Predicate<JavaType> forbidden) {
        return violations("show no " + what, (type, violated) -> {
            if (!type.getModifiers().contains(JavaModifier.PUBLIC) && !type.isInterface()) {
                return;
            }
            for (JavaMethod method : type.getMethods()) {
                if (shown(method.getModifiers()) && !made(type, method)) {
                    Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
                            .filter(forbidden)
                            .forEach(seen -> violated.accept(type, method.getFullName() + " shows " + seen.getName()));
                }
            }
            for (JavaConstructor constructor : type.getConstructors()) {
                if (shown(constructor.getModifiers())) {
                    constructor.getParameterTypes().stream()
                            .filter(forbidden)
                            .forEach(seen ->
                                    violated.accept(type, constructor.getFullName() + " shows " + seen.getName()));
                }
            }
            for (JavaField field : type.getFields()) {
                if (shown(field.getModifiers()) && forbidden.test(field.getType())) {
                    violated.accept(
                            type,
                            field.getFullName() + " shows " + field.getType().getName());
                }
            }
        });
    }

    /** What the compiler writes for an enumeration. */
    private static boolean made(JavaClass type, JavaMethod method) {
        return type.isEnum() && Set.of("values", "$values").contains(method.getName());
    }

    private static boolean shown(Set<JavaModifier> modifiers) {
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    private static boolean involves(JavaType type, Predicate<JavaClass> forbidden) {
        return forbidden.test(type.toErasure())
                || type.getAllInvolvedRawTypes().stream().anyMatch(forbidden);
    }

    /** For {@code noClasses()}: an event for every text with these letters in whatever case; names in code are none. */
    static ArchCondition<JavaClass> holdTheText(String letters) {
        return found(
                "hold the text '" + letters + "'",
                (type, found) -> Bytecode.of(type).texts().stream()
                        .filter(text -> !NAMES.matcher(text).matches())
                        .filter(text -> text.toLowerCase(Locale.ROOT).contains(letters))
                        .forEach(text -> found.accept(type, type.getName() + " holds '" + text + "'")));
    }

    static ArchCondition<JavaClass> holdNoNamesOfTheWire() {
        return violations(
                "hold no names of the wire",
                (type, violated) ->
                        OwnNames.faults(type).forEach(fault -> violated.accept(type, type.getName() + " " + fault)));
    }

    /** For {@code noClasses()}: an event for every status that the code loads or switches over. */
    static ArchCondition<JavaClass> knowAStatus(Set<Integer> statuses) {
        return found(
                "know a status",
                (type, found) -> Bytecode.of(type).numbers().stream()
                        .filter(statuses::contains)
                        .forEach(status -> found.accept(type, type.getName() + " knows " + status)));
    }

    static ArchCondition<JavaClass> logBelow(String root) {
        return violations(
                "log below " + root,
                (type, violated) -> Bytecode.of(type)
                        .handedTo(System.class, "getLogger")
                        .forEach(name -> {
                            if (!name.startsWith(root)) {
                                violated.accept(type, type.getName() + " asks for a logger named " + name);
                            }
                        }));
    }

    private static ArchCondition<JavaClass> violations(
            String description, BiConsumer<JavaClass, BiConsumer<JavaClass, String>> check) {
        return events(description, check, false);
    }

    private static ArchCondition<JavaClass> found(
            String description, BiConsumer<JavaClass, BiConsumer<JavaClass, String>> check) {
        return events(description, check, true);
    }

    private static ArchCondition<JavaClass> events(
            String description, BiConsumer<JavaClass, BiConsumer<JavaClass, String>> check, boolean satisfied) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(
                        type,
                        (where, text) -> events.add(new SimpleConditionEvent(
                                where, satisfied, text + " in " + where.getSourceCodeLocation())));
            }
        };
    }
}
