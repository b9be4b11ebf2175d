package dev.stellwerk.application.port.in;

import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.error.CallRefused;

/** Use case: tell who a credential belongs to, and whether a route is theirs to use. */
public interface Authorize {
    /**
     * The caller behind a credential.
     *
     * @throws CallRefused when it is missing, malformed, unknown, blocked or expired
     */
    Caller authenticate(Credential credential);

    /**
     * The caller, if it is an admin.
     *
     * @throws CallRefused when it is nobody, or somebody else
     */
    Caller requireAdmin(Credential credential, String route);

    /**
     * The same before a change: a caller who is known and may not leaves a line in the trail of changes.
     *
     * @throws CallRefused when it is nobody, or somebody else
     */
    Caller authorizeChange(Requester by, String route);
}
