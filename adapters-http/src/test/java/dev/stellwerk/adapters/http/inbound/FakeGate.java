package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.application.port.in.Authorize;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated.Reason;
import dev.stellwerk.domain.error.CallRefused;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Knows one key and one admin. */
final class FakeGate implements Authorize {
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public Caller authenticate(Credential credential) {
        asked.incrementAndGet();
        return switch (credential) {
            case Credential.Missing() -> throw refused(Reason.MISSING);
            case Credential.Malformed() -> throw refused(Reason.MALFORMED);
            case Credential.Several() -> throw refused(Reason.SEVERAL);
            case Credential.Presented(String text) when text.equals(TestServer.ADMIN) -> Caller.MASTER_KEY;
            case Credential.Presented(String text)
            when text.equals(TestServer.KEY) ->
                new Caller(Caller.Role.KEY, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
            case Credential.Presented _ -> throw refused(Reason.UNKNOWN);
        };
    }

    @Override
    public Caller requireAdmin(Credential credential, String route) {
        Caller caller = authenticate(credential);
        if (!caller.admin()) {
            throw new CallRefused(new CallRefusal.RouteDenied(route, true));
        }
        return caller;
    }

    @Override
    public Caller authorizeChange(Requester by, String route) {
        return requireAdmin(by.credential(), route);
    }

    private static CallRefused refused(Reason reason) {
        return new CallRefused(new NotAuthenticated(reason, null));
    }
}
