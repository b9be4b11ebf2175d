package dev.stellwerk.adapters.persistence.config.finding;

import dev.stellwerk.application.configuration.Finding;
import dev.stellwerk.application.configuration.Finding.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Collects what is noticed; the same thing noticed twice is one finding. For one thread. */
public final class Findings {
    private final SequencedSet<Finding> found = new LinkedHashSet<>();
    private final List<String> files = new ArrayList<>();

    /** Findings are told file by file in the order in which the files were opened. */
    public void open(String file) {
        if (!files.contains(file)) {
            files.add(file);
        }
    }

    public void error(Place place, String path, String message) {
        add(place, Level.ERROR, path, message);
    }

    public void warning(Place place, String path, String message) {
        add(place, Level.WARNING, path, message);
    }

    public void add(Place place, Level level, String path, String message) {
        open(place.file());
        found.add(new Finding(place.file(), place.line(), level, path, message));
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
