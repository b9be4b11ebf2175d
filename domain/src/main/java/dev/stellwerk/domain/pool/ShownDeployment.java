package dev.stellwerk.domain.pool;

import dev.stellwerk.domain.deployment.ClientCredential;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.spi.routing.DeploymentView;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be shown of a deployment, copied from it: whoever holds this holds nothing of its endpoint's secrets. */
final class ShownDeployment implements DeploymentView {
    private static final int USER_AGENT_MAX = 1024;

    private final String id;
    private final String group;
    private final String provider;
    private final String model;
    private final Optional<URI> apiBase;
    private final List<String> tags;
    private final List<Pattern> userAgentPatterns;
    private final Optional<String> region;
    private final Map<String, Object> info;
    private final Optional<String> teamId;
    private final OptionalInt order;
    private final OptionalDouble weight;
    private final OptionalLong requestsPerMinute;
    private final OptionalLong tokensPerMinute;
    private final OptionalInt parallelRequestsMax;
    private final OptionalLong maxInputTokens;
    private final Optional<BigDecimal> inputPrice;
    private final Optional<BigDecimal> outputPrice;
    private final Set<String> unsupportedParameters;
    private final Set<CallType> callTypes;
    private final Optional<String> outOfService;
    private final boolean servesBroughtCredentials;

    ShownDeployment(Deployment deployment) {
        this(deployment, bare(deployment.endpoint().apiBase()));
    }

    /** @param apiBase as {@link #apiBase} shows it, so that it need not be read again for every name a pattern matches */
    ShownDeployment(Deployment deployment, Optional<URI> apiBase) {
        id = deployment.id().value();
        group = deployment.group();
        provider = deployment.endpoint().provider();
        model = deployment.endpoint().model();
        this.apiBase = apiBase;
        tags = List.copyOf(deployment.tagRules().tags());
        userAgentPatterns = deployment.tagRules().userAgentPatterns();
        region = deployment.region().map(Region::name);
        info = deployment.facts().info();
        teamId = Optional.ofNullable(deployment.visibility().teamId());
        order = whole(deployment.order());
        weight = deployment.capacity().weight() == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(deployment.capacity().weight());
        requestsPerMinute = whole(deployment.capacity().requestsPerMinute());
        tokensPerMinute = whole(deployment.capacity().tokensPerMinute());
        parallelRequestsMax = whole(deployment.capacity().parallelRequestsMax());
        maxInputTokens = whole(deployment.facts().maxInputTokens());
        inputPrice = deployment.price().map(Price::inputPerToken);
        outputPrice = deployment.price().map(Price::outputPerToken);
        unsupportedParameters = deployment.facts().unsupportedParameters();
        callTypes = deployment.facts().callTypes();
        outOfService = Optional.ofNullable(deployment.outOfService());
        servesBroughtCredentials = deployment.clientCredential() == ClientCredential.NEEDED;
    }

    private static OptionalInt whole(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static OptionalLong whole(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** User, password, query and fragment are where keys are found in URLs. */
    private static Optional<URI> bare(@Nullable String configured) {
        if (configured == null) {
            return Optional.empty();
        }
        try {
            var whole = new URI(configured);
            return Optional.of(
                    new URI(whole.getScheme(), null, whole.getHost(), whole.getPort(), whole.getPath(), null, null));
        } catch (URISyntaxException e) {
            return Optional.empty(); // such a deployment is out of service, and says so
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public String provider() {
        return provider;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Optional<URI> apiBase() {
        return apiBase;
    }

    @Override
    public List<String> tags() {
        return tags;
    }

    @Override
    public Optional<String> region() {
        return region;
    }

    @Override
    public Optional<String> info(String key) {
        return switch (info.get(key)) {
            case String text -> Optional.of(text);
            case Number number -> Optional.of(number.toString());
            case Boolean flag -> Optional.of(flag.toString());
            case null, default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> teamId() {
        return teamId;
    }

    @Override
    public OptionalInt order() {
        return order;
    }

    @Override
    public OptionalDouble weight() {
        return weight;
    }

    @Override
    public OptionalLong requestsPerMinute() {
        return requestsPerMinute;
    }

    @Override
    public OptionalLong tokensPerMinute() {
        return tokensPerMinute;
    }

    @Override
    public OptionalInt parallelRequestsMax() {
        return parallelRequestsMax;
    }

    @Override
    public OptionalLong maxInputTokens() {
        return maxInputTokens;
    }

    @Override
    public Optional<BigDecimal> inputPrice() {
        return inputPrice;
    }

    @Override
    public Optional<BigDecimal> outputPrice() {
        return outputPrice;
    }

    @Override
    public boolean supports(String parameter) {
        return !unsupportedParameters.contains(parameter);
    }

    @Override
    public boolean serves(CallType type) {
        return callTypes.isEmpty() || callTypes.contains(type);
    }

    @Override
    public boolean matchesUserAgent(String userAgent) {
        if (userAgentPatterns.isEmpty()) {
            return false;
        }
        String header = "User-Agent: " + userAgent.substring(0, Math.min(userAgent.length(), USER_AGENT_MAX));
        for (Pattern pattern : userAgentPatterns) {
            if (pattern.matcher(header).find()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Optional<String> outOfService() {
        return outOfService;
    }

    @Override
    public boolean servesBroughtCredentials() {
        return servesBroughtCredentials;
    }
}
