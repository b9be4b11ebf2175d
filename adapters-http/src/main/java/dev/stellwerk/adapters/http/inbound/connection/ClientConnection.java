package dev.stellwerk.adapters.http.inbound.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stellwerk.domain.time.Time;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client. Stands between the socket and the HTTP/1.1 implementation, so that it knows what the
 * connection is waiting for: that gives every wait a bound, and tells when the client of a running call has left.
 *
 * <p>The connection's own thread reads, answers and writes; {@link ConnectionWatch} looks at it from outside.
 */
public final class ClientConnection implements ServerConnection, InterruptableTask<Void> {
    /** The connection whose thread this is. */
    public static final ScopedValue<ClientConnection> CURRENT = ScopedValue.newInstance();

    private static final long NEVER = Long.MAX_VALUE;
    private static final int LINGER_BYTES_MAX = 4 << 20;

    private enum Phase {
        /** Between requests. */
        IDLE,
        HEAD,
        BODY,
        CALL
    }

    private final ConnectionContext context;
    private final ConnectionWatch watch;
    private final Time time;
    private final HelidonSocket socket;
    private final DataReader reader;
    private final WatchedWriter writer;
    private final ServerConnection protocol;
    private final ArrivingBytes arriving = new ArrivingBytes(this::fromSocket);
    private final Dismissal dismissal = new Dismissal();

    private boolean earlierVersion; // of the connection's own thread
    private Phase phase = Phase.IDLE; // of the connection's own thread
    private volatile long deadline;
    private volatile boolean idle = true;
    private volatile boolean answering;

    private boolean gone; // guarded by this
    private @Nullable ClientCall call; // guarded by this
    private @Nullable ReadAhead ahead; // guarded by this

    ClientConnection(ConnectionContext context, ConnectionWatch watch, ServerConnectionSelector protocols) {
        this.context = context;
        this.watch = watch;
        this.time = watch.time();
        this.socket = context.serverSocket();
        this.deadline = time.nanos() + watch.deadlines().firstByte().toNanos();
        this.reader = DataReader.create(this::read);
        this.writer = new WatchedWriter(context, this);
        this.protocol = protocols.connection(new WatchedContext(context, reader, writer));
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        watch.opened(this);
        try {
            ScopedValue.where(CURRENT, this).call(() -> {
                protocol.handle(limit);
                return null;
            });
        } finally {
            answering = false;
            linger();
            watch.closed(this);
            clientGone();
        }
    }

    /** Bytes for the protocol; null at the end of the connection. */
    private byte @Nullable [] read() {
        if (phase == Phase.IDLE) {
            answering = false; // the last byte of an answer has been written before the protocol asks for more
        }
        return phase == Phase.IDLE ? head() : more();
    }

    private byte @Nullable [] head() {
        if (!arriving.await()) {
            return null;
        }
        enter(Phase.HEAD, watch.deadlines().head());
        RequestHead head = arriving.head();
        if (head == null) {
            return null;
        }
        earlierVersion = head.earlier();
        return head.bytes();
    }

    private byte @Nullable [] more() {
        byte[] bytes = arriving.body();
        if (bytes != null && phase == Phase.BODY) {
            moveDeadline(ConnectionDeadlines.nanosFor(bytes.length));
        }
        return bytes;
    }

    private byte @Nullable [] fromSocket() {
        try {
            ReadAhead begun = takeAhead();
            if (begun != null) {
                return begun.await();
            }
            return phase == Phase.BODY ? dismissal.unlessTold(socket) : socket.get();
        } catch (UncheckedIOException broken) {
            throw new ServerConnectionException("cannot read from the client", broken);
        }
    }

    private void moveDeadline(long nanos) {
        long before = deadline;
        deadline = before + nanos; // nobody else writes it
    }

    private void enter(Phase next, Duration bound) {
        phase = next;
        idle = next == Phase.IDLE;
        deadline = time.nanos() + bound.toNanos();
    }

    /**
     * A request's head has been read.
     *
     * @param bodyBytes that belong to it as well; -1 when its chunks tell
     */
    void headComplete(long bodyBytes) {
        arriving.bodyHas(bodyBytes);
        answering = true;
        enter(Phase.BODY, watch.deadlines().body());
    }

    /** Whether the request that is being answered is one of HTTP/1.0, whose client knows no chunks. */
    public boolean earlierVersion() {
        return earlierVersion;
    }

    /**
     * The body of a request that came in chunks.
     *
     * @param bytesMax that it may have
     * @param expectsContinue the client waits to be told that it may send
     */
    public InputStream chunkedBody(long bytesMax, boolean expectsContinue) {
        if (expectsContinue) {
            writer.writeNow(BufferData.create("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII)));
        }
        return new ChunkedBody(reader, bytesMax);
    }

    /** Writes straight to the client, past the protocol: for an answer without any framing. */
    public void write(BufferData bytes) {
        writer.writeNow(bytes);
    }

    /**
     * A request's body is about to be read.
     *
     * @param ifStopped the whole answer, should the gateway stop before the body is there
     */
    public void bodyBegins(Supplier<BufferData> ifStopped) {
        dismissal.answer(ifStopped);
    }

    /** Answers in the place of a thread that waits for the rest of a body, which nobody will serve any more. */
    void dismiss() {
        if (dismissal.tell(context.dataWriter()::writeNow)) {
            answering = false;
            deadline = time.nanos() + watch.deadlines().linger().toNanos();
        }
    }

    /** A request has been read whole and is about to be answered. */
    public ClientCall callBegins(long startedNanos) {
        dismissal.answer(null);
        phase = Phase.CALL;
        deadline = NEVER;
        var begun = new ClientCall(startedNanos, watch.threads());
        boolean left;
        synchronized (this) {
            call = begun;
            left = gone;
        }
        if (left) {
            begun.cancel();
        }
        return begun;
    }

    /** The request has been answered. */
    public void callEnds() {
        synchronized (this) {
            call = null;
        }
        earlierVersion = false;
        enter(Phase.IDLE, watch.deadlines().idle());
    }

    /** Bounds a write of so many bytes. */
    void writing(int bytes) {
        deadline = time.nanos() + watch.deadlines().write().toNanos() + ConnectionDeadlines.nanosFor(bytes);
    }

    void written() {
        deadline = phase == Phase.CALL
                ? NEVER
                : time.nanos() + watch.deadlines().idle().toNanos();
    }

    /** Whether it waits for a next request, so that closing it takes nothing from anybody. */
    boolean idle() {
        return idle && !answering;
    }

    /** Whether a request is being answered, up to the last byte of its answer. */
    boolean answering() {
        return answering;
    }

    boolean overdue(long now) {
        long bound = deadline;
        return bound != NEVER && now - bound > 0;
    }

    /** Looks out for the client's leaving, when its call has run for a while already. */
    void watchCall(long now, long sinceNanos) {
        synchronized (this) {
            if (call != null && ahead == null && !gone && now - call.startedNanos() > sinceNanos) {
                ahead = ReadAhead.begin(socket, watch.threads(), this::clientGone);
            }
        }
    }

    /** Ends the running call, if there is one, as if its client had left. */
    void cancelCall() {
        ClientCall running;
        synchronized (this) {
            running = call;
        }
        if (running != null) {
            running.cancel();
        }
    }

    private void clientGone() {
        synchronized (this) {
            gone = true;
        }
        cancelCall();
    }

    private synchronized @Nullable ReadAhead takeAhead() {
        ReadAhead begun = ahead;
        ahead = null;
        return begun;
    }

    /** Closes the socket; whoever waits for it is woken. */
    void abort() {
        try {
            socket.close();
        } catch (UncheckedIOException _) {
            // it was closed already, which is what was wanted
        }
    }

    /**
     * Takes in the rest of a refused request for a moment: a socket closed while bytes are unread sends a reset, and that
     * can overtake the answer.
     */
    private void linger() {
        if (phase == Phase.IDLE || phase == Phase.CALL) {
            return;
        }
        deadline = time.nanos() + watch.deadlines().linger().toNanos();
        try {
            byte[] bytes = socket.get();
            for (long left = LINGER_BYTES_MAX; bytes != null && left > 0; bytes = socket.get()) {
                left -= bytes.length;
            }
        } catch (UncheckedIOException _) {
            // the deadline or the client ended it
        }
    }

    @Override
    public Duration idleTime() {
        return protocol.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        protocol.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return protocol instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    @Override
    public String toString() {
        return "ClientConnection[" + context.childSocketId() + "]";
    }
}
