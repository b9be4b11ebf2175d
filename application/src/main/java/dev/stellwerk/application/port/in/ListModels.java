package dev.stellwerk.application.port.in;

import dev.stellwerk.domain.deployment.Deployment;
import java.util.List;
import java.util.Optional;

/** Use case: what a caller may call. Hidden aliases are left out everywhere. */
public interface ListModels {
    /** Group and alias names, in configuration order; then group names that are patterns. */
    List<Listed> models(Credential credential);

    /** Names that a pattern matches and of which a model is known to be there, those above left out. */
    List<Listed> knownModels(Credential credential);

    /** Names of groups of models by which access is given, of those that the caller may call. */
    List<String> accessGroups(Credential credential);

    /** One name, if the caller may see it. */
    Optional<Listed> model(Credential credential, String name);

    /**
     * A name with the deployments behind it.
     *
     * @param name the group's or alias's name
     * @param deployments never empty
     */
    record Listed(String name, List<Deployment> deployments) {}
}
