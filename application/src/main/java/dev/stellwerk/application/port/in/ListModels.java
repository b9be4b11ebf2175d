package dev.stellwerk.application.port.in;

import dev.stellwerk.domain.deployment.Deployment;
import java.util.List;
import java.util.Optional;

/** Use case: what a caller may call. Hidden aliases are left out everywhere. */
public interface ListModels {
    /** Group and alias names, in configuration order. */
    List<Listed> models(Credential credential);

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
