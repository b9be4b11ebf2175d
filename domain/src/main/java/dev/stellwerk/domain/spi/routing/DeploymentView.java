package dev.stellwerk.domain.spi.routing;

import dev.stellwerk.domain.spi.Stable;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One configured way to reach a model, an entry of {@code model_list}, without its credentials. Immutable, the same
 * object for as long as the configuration is in force; it neither holds nor leads to a key, a token or a header.
 */
@Stable(since = "1.0")
public interface DeploymentView {
    /** Unique in the gateway. */
    String id();

    /** The name clients send, as configured: a pattern such as {@code gpt-*} stays one. */
    String group();

    /** The provider's prefix, such as {@code openai} or {@code azure}. */
    String provider();

    /** The name the upstream knows the model by, without the prefix. */
    String model();

    /** The base URL as configured, without user, password, query and fragment; empty means the provider's own. */
    Optional<URI> apiBase();

    /** Its tags, in the order of the configuration. */
    List<String> tags();

    /** Where it runs, in lower case; empty means in no region. */
    Optional<String> region();

    /** A text, number or boolean under {@code model_info} in the configuration, as text; empty when there is none. */
    Optional<String> info(String key);

    /** The team that alone may use it. */
    Optional<String> teamId();

    /** Priority tier, lower first. */
    OptionalInt order();

    OptionalDouble weight();

    /** Requests it takes a minute. Stated is not the same as 0. */
    OptionalLong requestsPerMinute();

    /** Tokens it takes a minute, of prompt and answer together. */
    OptionalLong tokensPerMinute();

    /** Calls it takes at the same time. */
    OptionalInt parallelRequestsMax();

    /** The longest prompt it takes, in tokens. */
    OptionalLong maxInputTokens();

    /** US dollars for an input token; empty when nobody knows. */
    Optional<BigDecimal> inputPrice();

    /** US dollars for an output token; empty when nobody knows. */
    Optional<BigDecimal> outputPrice();

    /** Whether a request parameter such as {@code response_format} can be sent to it; true when nobody knows. */
    boolean supports(String parameter);

    /** Whether calls of this type can be made of it; true when nobody knows. */
    boolean serves(CallType type);

    /** Whether one of its patterns matches a client's user agent. */
    boolean matchesUserAgent(String userAgent);

    /** Why it can never be called as configured, a word such as {@code credential_missing}; empty when it can. */
    Optional<String> outOfService();

    /** Whether it can be called all the same for a client who brings a credential of its own. */
    default boolean servesBroughtCredentials() {
        return false;
    }
}
