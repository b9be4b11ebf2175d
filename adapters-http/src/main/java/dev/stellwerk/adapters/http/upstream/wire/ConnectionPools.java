package dev.stellwerk.adapters.http.upstream.wire;

import dev.stellwerk.adapters.http.memory.HeldBytes;
import dev.stellwerk.application.configuration.Outgoing;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.ServerTrust;
import dev.stellwerk.domain.time.Time;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A pool of connections for each way of judging servers, so that none made with less trust serves a call with more. */
public final class ConnectionPools implements AutoCloseable {
    private final int perHostMax;
    private final HeldBytes account;
    private final Time time;
    private final Outgoing outgoing;
    private final Map<ServerTrust, Connections> pools = new ConcurrentHashMap<>(); // as many as the configuration names

    /**
     * @param perHostMax connections to one host
     * @param account of the bytes that are held of answers
     */
    public ConnectionPools(int perHostMax, HeldBytes account, Time time, Outgoing outgoing) {
        this.perHostMax = perHostMax;
        this.account = account;
        this.time = time;
        this.outgoing = outgoing;
    }

    public Connections of(Endpoint endpoint) {
        ServerTrust own = endpoint.access().trust();
        ServerTrust trust = own == null ? outgoing.trust() : own;
        Connections pool = pools.get(trust);
        return pool == null
                ? pools.computeIfAbsent(trust, with -> new Connections(perHostMax, account, time, with, outgoing))
                : pool;
    }

    /** Closes what has idled or lived too long. */
    public void tidy() {
        pools.values().forEach(Connections::tidy);
    }

    @Override
    public void close() {
        pools.values().forEach(Connections::close);
    }
}
