package dev.stellwerk.adapters.persistence.config.model;

import dev.stellwerk.adapters.persistence.config.finding.Findings;
import dev.stellwerk.adapters.persistence.config.finding.Place;
import dev.stellwerk.adapters.persistence.config.source.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Variables of one entry that are not set. Where one decides who may be sent there, where calls go or under whose name,
 * the deployment is never chosen: it must not open by accident. Any other parameter is left out.
 */
final class UnsetVariables implements Scope.UnsetRule {
    private static final Set<String> OF_ACCESS =
            Set.of("tags", "tag_regex", "region_name", "team_id", "access_groups", "blocked", "order");
    private static final Set<String> OF_ADDRESS = Set.of(
            "api_key",
            "api_base",
            "base_url",
            "model",
            "api_version",
            "custom_llm_provider",
            "litellm_credential_name",
            "model_id",
            "azure_ad_token",
            "tenant_id",
            "client_id",
            "client_secret");
    private static final List<String> FAMILIES_OF_ADDRESS = List.of("vertex_", "watsonx_", "aws_");
    private static final Set<String> NOT_OF_FAMILY = Set.of("aws_session_token");
    private static final List<String> BLOCKS = List.of("litellm_params.", "model_info.");

    private final String entry;
    private final boolean mocked;
    private final Set<String> decisive = new LinkedHashSet<>();

    /**
     * @param entry the path of the entry
     * @param mocked whether the deployment answers by itself, so that its address does not matter
     */
    UnsetVariables(String entry, boolean mocked) {
        this.entry = entry;
        this.mocked = mocked;
    }

    @Override
    public void unset(Findings findings, Place place, String path, String variable) {
        boolean decides = decides(parameter(path));
        if (decides) {
            decisive.add(variable);
        }
        String follows = decides ? "the deployment is never chosen" : "the parameter is left out";
        findings.warning(place, path, "environment variable " + variable + " is not set; " + follows);
    }

    /** Those that put the deployment out of service. */
    List<String> decisive() {
        return List.copyOf(decisive);
    }

    /** The parameter that a path of this entry lies in. */
    private String parameter(String path) {
        String rest = path.startsWith(entry + ".") ? path.substring(entry.length() + 1) : path;
        for (String block : BLOCKS) {
            rest = rest.startsWith(block) ? rest.substring(block.length()) : rest;
        }
        int end = 0;
        while (end < rest.length() && rest.charAt(end) != '.' && rest.charAt(end) != '[') {
            end++;
        }
        return rest.substring(0, end);
    }

    private boolean decides(String parameter) {
        return OF_ACCESS.contains(parameter) || (!mocked && isOfAddress(parameter));
    }

    private static boolean isOfAddress(String parameter) {
        return OF_ADDRESS.contains(parameter)
                || (FAMILIES_OF_ADDRESS.stream().anyMatch(parameter::startsWith) && !NOT_OF_FAMILY.contains(parameter));
    }
}
