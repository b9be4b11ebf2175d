package dev.stellwerk.domain.id;

import dev.stellwerk.domain.spi.InvalidValue;

/** Names one deployment; clients see it in {@code x-litellm-model-id} and may call it as a model. */
public record DeploymentId(String value) implements Comparable<DeploymentId> {
    public DeploymentId {
        if (value.isBlank()) {
            throw new InvalidValue("id", value, "must not be blank");
        }
    }

    @Override
    public int compareTo(DeploymentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
