package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.id.DeploymentId;
import java.time.Duration;
import java.util.Optional;

/** Which deployment served a session, key or prompt before. Bounded; forgets when it must. */
public interface AffinityStore {
    Optional<DeploymentId> find(String key);

    /** The first writer wins; writing the same again begins its life anew. */
    void remember(String key, DeploymentId id, Duration life);
}
