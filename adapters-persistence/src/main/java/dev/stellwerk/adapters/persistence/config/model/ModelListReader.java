package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.adapters.persistence.config.source.Value;
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
     */
    public record Reading(List<Deployment> deployments, SequencedSet<String> names) {}

    public Reading read(Section root) {
        var all = new ArrayList<Deployment>();
        var names = new LinkedHashSet<String>();
        for (Value item : root.items("model_list")) {
            if (!item.isMap()) {
                item.warning("left out: must be a map with model_name and litellm_params");
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
        return new Reading(List.copyOf(all), names);
    }
}
