package dev.stellwerk.application.port.in;

/**
 * Who asks for a change, and from where.
 *
 * @param address of the caller's end of the connection, for the audit trail
 */
public record Requester(Credential credential, String address) {}
