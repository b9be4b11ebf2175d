package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
import dev.stellwerk.application.configuration.Finding.Level;
import dev.stellwerk.domain.deployment.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Reads {@code model_list}. */
public final class ModelListReader {
    private final DeploymentReader deployments;

    public ModelListReader(DeploymentReader deployments) {
        this.deployments = deployments;
    }

    /**
     * The model list as read.
     *
     * @param deployments those that can work
     * @param names every {@code model_name}, of entries that were left out too
     * @param leftOut how many deployments were left out
     */
    public record Reading(List<Deployment> deployments, SequencedSet<String> names, int leftOut) {}

    /**
     * The deployments of the list.
     *
     * @param furtherFromDatabase whether models may come later, so that a list of which nothing is left may do
     */
    public Reading read(Section root, boolean furtherFromDatabase) {
        var all = new ArrayList<Deployment>();
        var names = new LinkedHashSet<String>();
        for (Value item : root.items("model_list")) {
            if (!item.isMap()) {
                item.warning("left out: must be a map with model_name and litellm_params");
                deployments.leftOut().add("no map");
                continue;
            }
            Section entry = item.section();
            String name = entry.filledText("model_name");
            if (name != null) {
                names.add(name);
            }
            all.addAll(deployments.read(entry));
        }
        if (names.isEmpty()) {
            root.scope().findings().warning(root.place(), "model_list", "names no model, so nothing can be called");
        }
        LeftOutTally leftOut = deployments.leftOut();
        if (all.isEmpty() && leftOut.count() > 0 && !furtherFromDatabase) {
            int count = leftOut.count();
            root.report(
                    "model_list",
                    Level.ERROR,
                    count + " of " + count + " deployments left out: " + leftOut.summary() + "; nothing can be called");
        }
        return new Reading(List.copyOf(all), names, leftOut.count());
    }
}
