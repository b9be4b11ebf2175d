package dev.stellwerk.adapters.persistence.config.finding;

import dev.stellwerk.application.configuration.Finding;
import dev.stellwerk.application.configuration.Finding.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/** Collects what is noticed; the same thing noticed twice is one finding. For one thread. */
public final class Findings {
    private final SequencedSet<Finding> found = new LinkedHashSet<>();
    private final List<String> files = new ArrayList<>();
    private final Set<String> accepted = new HashSet<>();
    private final Set<String> restrictions = new HashSet<>();

    /** Findings are told file by file in the order in which the files were opened. */
    public void open(String file) {
        if (!files.contains(file)) {
            files.add(file);
        }
    }

    /** From now on a restriction at this path may go unenforced: the operator knows. */
    public void acceptUnenforced(String path) {
        accepted.add(path);
    }

    public void error(Place place, String path, String message) {
        add(place, Level.ERROR, path, message);
    }

    public void warning(Place place, String path, String message) {
        add(place, Level.WARNING, path, message);
    }

    /** What restricts and is not enforced is refused, unless the operator has accepted it for this path. */
    public void notEnforced(Place place, String path) {
        restrictions.add(path);
        if (accepted.contains(path)) {
            warning(place, path, "not enforced by this version, as accepted");
        } else {
            error(
                    place,
                    path,
                    "not enforced by this version; take it out, or list '" + path
                            + "' in stellwerk.accept_unenforced to start without it");
        }
    }

    /** Whether a restriction at this path was found unenforced. */
    public boolean isUnenforced(String path) {
        return restrictions.contains(path);
    }

    public void add(Place place, Level level, String path, String message) {
        boolean ofVariable = place.file().equals(Place.ENVIRONMENT.file()) && !files.isEmpty();
        String file = ofVariable ? files.getFirst() : place.file();
        open(file);
        found.add(new Finding(file, ofVariable ? 0 : place.line(), level, path, message));
    }

    public boolean anyError() {
        return found.stream().anyMatch(finding -> finding.level() == Level.ERROR);
    }

    public List<Finding> inFileOrder() {
        return found.stream()
                .sorted(Comparator.<Finding>comparingInt(finding -> files.indexOf(finding.file()))
                        .thenComparingInt(Finding::line))
                .toList();
    }
}
