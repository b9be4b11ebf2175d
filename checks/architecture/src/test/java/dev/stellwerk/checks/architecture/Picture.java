package dev.stellwerk.checks.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The packages of the house and the arrows between them, and how they are drawn. The same house, the same picture. */
final class Picture {
    private static final String ROOT = "dev.stellwerk.";

    /** Upper floors first. What stands on a floor may use what stands on a lower one, never its neighbours. */
    static final List<List<String>> FLOORS = List.of(
            List.of("main"),
            List.of("adapters.http", "adapters.persistence", "adapters.redis", "plugins.builtin", "plugins.loader"),
            List.of("application", "plugins.spi"),
            List.of("domain"));

    /** Arrows by the package from which they go. */
    private final SortedMap<String, SortedSet<String>> arrows = new TreeMap<>();

    Picture(JavaClasses classes) {
        for (JavaClass type : classes) {
            SortedSet<String> leading = arrows.computeIfAbsent(name(type), _ -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT) && !name(target).equals(name(type))) {
                    leading.add(name(target));
                }
            }
        }
    }

    private static String name(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    /** The part of the house to which a package belongs. */
    static String room(String name) {
        return FLOORS.stream()
                .flatMap(List::stream)
                .filter(room -> name.equals(room) || name.startsWith(room + "."))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " stands on no floor: add it to Picture.FLOORS"));
    }

    private static int floor(String room) {
        int floor = 0;
        while (!FLOORS.get(floor).contains(room)) {
            floor++;
        }
        return floor;
    }

    /** Arrows that go to a higher floor, or to a neighbour on the same one. */
    List<String> arrowsNotDownward() {
        return arrows.entrySet().stream()
                .flatMap(from -> from.getValue().stream()
                        .filter(to -> !room(to).equals(room(from.getKey())))
                        .filter(to -> floor(room(to)) <= floor(room(from.getKey())))
                        .map(to -> from.getKey() + " -> " + to))
                .toList();
    }

    /** Packages from which arrows lead back to themselves. */
    List<String> onCycles() {
        return arrows.keySet().stream()
                .filter(name -> reachable(name).contains(name))
                .toList();
    }

    private SortedSet<String> reachable(String from) {
        var reached = new TreeSet<String>();
        var next = new TreeSet<>(arrows.getOrDefault(from, new TreeSet<>()));
        while (!next.isEmpty()) {
            String name = next.removeFirst();
            if (reached.add(name)) {
                next.addAll(arrows.getOrDefault(name, new TreeSet<>()));
            }
        }
        return reached;
    }

    String drawn() {
        var page = new StringBuilder("""
                # The house

                Drawn by `HousePictureTest` from the compiled classes, which fails when this page is old and says how to draw it anew.
                An arrow means "uses". There is no cycle, and no arrow upward: each part uses lower floors only, never a neighbour.

                ## Floors

                ```mermaid
                flowchart TD
                """);
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            page.append("  subgraph floor").append(floor).append("[\" \"]\n");
            FLOORS.get(floor).stream()
                    .filter(this::hasPackages)
                    .forEach(room -> page.append("    ").append(node(room, room)));
            page.append("  end\n");
        }
        rooms().forEach(room -> neighbours(room)
                .forEach(other -> page.append("  ")
                        .append(id(room))
                        .append(" --> ")
                        .append(id(other))
                        .append('\n')));
        page.append("```\n");
        rooms().forEach(room -> drawRoom(room, page));
        return page.toString();
    }

    private List<String> rooms() {
        return FLOORS.stream().flatMap(List::stream).filter(this::hasPackages).toList();
    }

    private boolean hasPackages(String room) {
        return arrows.keySet().stream().anyMatch(name -> room(name).equals(room));
    }

    private SortedSet<String> neighbours(String room) {
        return arrows.entrySet().stream()
                .filter(from -> room(from.getKey()).equals(room))
                .flatMap(from -> from.getValue().stream())
                .map(Picture::room)
                .filter(other -> !other.equals(room))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void drawRoom(String room, StringBuilder page) {
        List<String> packages =
                arrows.keySet().stream().filter(name -> room(name).equals(room)).toList();
        page.append("\n## ").append(room).append("\n\n```mermaid\nflowchart TD\n");
        packages.forEach(name -> page.append("  ").append(node(name, inside(room, name))));
        for (String name : packages) {
            for (String to : arrows.getOrDefault(name, new TreeSet<>())) {
                if (room(to).equals(room)) {
                    page.append("  ")
                            .append(id(name))
                            .append(" --> ")
                            .append(id(to))
                            .append('\n');
                }
            }
        }
        page.append("```\n");
    }

    private static String inside(String room, String name) {
        return name.equals(room) ? room : name.substring(room.length() + 1);
    }

    private static String node(String name, String label) {
        return id(name) + "[\"" + label + "\"]\n";
    }

    /** Words such as {@code end} and {@code call} mean something to the drawing program. */
    private static String id(String name) {
        return "p_" + name.replace('.', '_');
    }
}
