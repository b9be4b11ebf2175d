package dev.stellwerk.adapters.http.inbound.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many clients fit: each needs a descriptor, and another for its upstream; others need some as well. */
public final class ConnectionLimit {
    private static final long RESERVED = 256;
    private static final long MOST = 20_000;
    private static final long LEAST = 64;

    private ConnectionLimit() {}

    public static int compute() {
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : MOST;
        return (int) Math.clamp((descriptors - RESERVED) / 2, LEAST, MOST);
    }
}
