package dev.stellwerk.main.gateway;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What the operating system asks of the process. TERM and INT ask it to stop, in order; a second one ends it at once.
 * HUP and USR1 would end a JVM without a word, though they are sent to make a program read its files anew: they are
 * named and change nothing. PIPE is the JVM's own affair, which turns it into a failed write.
 */
public final class Signals {
    /** The exit code of a process that did not wait for its calls to end. */
    public static final int EXIT_IMPATIENT = 3;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Consumer<String> say;
    private final Runnable endAtOnce;

    /**
     * Nothing is heard before {@link #listen}.
     *
     * @param say prints one line for the operator
     * @param endAtOnce ends the process without waiting for anything
     */
    public Signals(Consumer<String> say, Runnable endAtOnce) {
        this.say = say;
        this.endAtOnce = endAtOnce;
    }

    /** From now on signals come here instead of to the JVM. */
    public void listen() {
        for (String name : List.of("TERM", "INT", "HUP", "USR1")) {
            try {
                handle(name);
            } catch (ReflectiveOperationException _) {
                say.accept(
                        "warning: signal " + name + " cannot be handled by this Java and does what it does by itself");
            }
        }
    }

    /**
     * {@code sun.misc.Signal.handle(new Signal(name), _ -> received(name))}. The compiler warns of that class for good
     * and cannot be told not to, although the module {@code jdk.unsupported} exports it for want of another.
     */
    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        MethodHandle received = MethodHandles.lookup()
                .bind(this, "received", MethodType.methodType(void.class, String.class))
                .bindTo(name);
        Object told =
                MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(received, 0, signal));
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), told);
    }

    /** One signal, by the name the operating system gives it. */
    void received(String name) {
        if (!name.equals("TERM") && !name.equals("INT")) {
            say.accept("signal " + name + " is ignored: the configuration is read at start only");
        } else if (stopping.compareAndSet(false, true)) {
            stop.countDown();
        } else {
            endAtOnce.run();
        }
    }

    /** Blocks until somebody asks the process to stop. */
    public void awaitStop() throws InterruptedException {
        stop.await();
    }
}
