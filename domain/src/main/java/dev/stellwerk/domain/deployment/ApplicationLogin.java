package dev.stellwerk.domain.deployment;

/**
 * What an application shows to a directory in order to get tokens (client credentials).
 *
 * @param authority the directory's address
 * @param tenant of the directory
 * @param client the application's id
 * @param secret the application's
 * @param scope what the tokens are for
 */
public record ApplicationLogin(String authority, String tenant, String client, Secret secret, String scope) {}
