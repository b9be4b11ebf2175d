package dev.stellwerk.domain.deployment;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's API differs from OpenAI's in what it takes.
 *
 * @param treatments what becomes of single parameters, by their names; those that are not named go as they are
 * @param adaptations what is done to the rest of a request
 */
public record ProviderParameters(Map<String, Treatment> treatments, Set<Adaptation> adaptations) {
    /** Takes everything as it is. */
    public static final ProviderParameters ALL = new ProviderParameters(Map.of(), Set.of());

    public ProviderParameters {
        treatments = Map.copyOf(treatments);
        adaptations = Set.copyOf(adaptations);
    }

    /** Whether something is done to every request. */
    public boolean has(Adaptation adaptation) {
        return adaptations.contains(adaptation);
    }

    /** What becomes of one parameter. */
    public sealed interface Treatment {
        /** It has another name there. */
        record Renamed(String name) implements Treatment {}

        /**
         * It is not taken.
         *
         * @param unless models with this ability take it; null where none does
         */
        record Unsupported(@Nullable Ability unless) implements Treatment {}

        /** It is left out, which changes nothing that a caller could notice. */
        record Omitted() implements Treatment {}

        /** Some of its words are other words there. */
        record Reworded(Map<String, String> words) implements Treatment {
            public Reworded {
                words = Map.copyOf(words);
            }
        }

        /** It is left out when it is one of these words, and the caller is told. */
        record OmittedWords(Set<String> words) implements Treatment {
            public OmittedWords {
                words = Set.copyOf(words);
            }
        }

        /** It is left out when it is anything but one of these words, and the caller is told. */
        record OnlyWords(Set<String> words) implements Treatment {
            public OnlyWords {
                words = Set.copyOf(words);
            }
        }
    }

    /** What is done to a request beyond single parameters. */
    public enum Adaptation {
        /** Instructions of the role {@code developer} are known as such; elsewhere they are the system's. */
        DEVELOPER_ROLE,
        /** Some models are OpenAI's reasoning models, which take less than others. */
        REASONING_MODELS,
        /** They take calls of tools in parallel all the same. */
        REASONING_WITH_PARALLEL_TOOLS,
        /** Tools do not say whether their schema is strict. */
        TOOLS_WITHOUT_STRICT,
        /** A list of texts is said as one text. */
        TEXT_CONTENT,
        /** Messages have no members but those that every API knows. */
        PLAIN_MESSAGES,
        /** Whether a model thinks is a switch, and no degree. */
        THINKING_SWITCH,
        /** Several answers need some temperature. */
        WARMTH_FOR_SEVERAL
    }
}
