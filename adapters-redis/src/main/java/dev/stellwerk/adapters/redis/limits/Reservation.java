package dev.stellwerk.adapters.redis.limits;

import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.adapters.redis.limits.OwedAmounts.Owed;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request's charges, and what the server has to hear with them so that it judges by the newest state. */
final class Reservation {
    private static final Owed NOTHING = new Owed(0, 0);

    final List<Charge> charges;
    final List<String> names;

    /** For slots the first one's number, else nothing. */
    private final long[] slots;

    private final @Nullable Owed[] owed;
    private boolean overtaking;

    Reservation(List<Charge> charges, Holdings holdings) {
        this.charges = charges;
        this.names = new ArrayList<>(charges.size());
        this.slots = new long[charges.size()];
        this.owed = new Owed[charges.size()];
        for (int i = 0; i < slots.length; i++) {
            names.add(KeyLayout.limit(charges.get(i)));
            slots[i] = slotted(charges.get(i)) ? holdings.number(charges.get(i).amount()) : 0;
        }
    }

    static boolean slotted(Charge charge) {
        return charge.kind() == LimitKind.PARALLEL_REQUESTS;
    }

    /** What the script is told; takes what is owed along. */
    List<String> arguments(String instance, OwedAmounts amounts, Holdings holdings) {
        List<String> arguments = new ArrayList<>(2 + 5 * charges.size());
        arguments.add(instance);
        arguments.add(RedisLimitStore.LIFE_MILLIS);
        for (int i = 0; i < slots.length; i++) {
            Charge charge = charges.get(i);
            arguments.add(slotted(charge) ? "s" : "w");
            arguments.add(Long.toString(charge.limit()));
            arguments.add(Long.toString(charge.amount()));
            if (slotted(charge)) {
                addSlots(arguments, slots[i], holdings.freed(names.get(i)));
            } else {
                owed[i] = amounts.take(names.get(i));
                addOwed(arguments, owed[i] == null ? NOTHING : owed[i]);
            }
        }
        overtaking = amounts.onTheWay(names);
        return arguments;
    }

    /** Whether corrections of its limits were on the way to the server when it was last sent. */
    boolean overtaking() {
        return overtaking;
    }

    private static void addSlots(List<String> arguments, long first, List<Long> freed) {
        arguments.add(Long.toString(first));
        arguments.add(Integer.toString(freed.size()));
        for (Long slot : freed) {
            arguments.add(slot.toString());
        }
    }

    private static void addOwed(List<String> arguments, Owed owed) {
        arguments.add(Long.toString(owed.minute()));
        arguments.add(Long.toString(owed.amount()));
    }

    /** The server answered nothing: what it heard is unknown. */
    void unheard(OwedAmounts amounts) {
        for (int i = 0; i < owed.length; i++) {
            Owed one = owed[i];
            if (one != null) {
                amounts.unheard(names.get(i), one);
                owed[i] = null;
            }
        }
    }

    /** It is granted: its slots are held from now on. */
    void hold(Holdings holdings) {
        for (int i = 0; i < slots.length; i++) {
            if (slotted(charges.get(i))) {
                holdings.hold(names.get(i), slots[i], charges.get(i).amount());
            }
        }
    }

    /** The server may have granted it, but the caller was told otherwise. */
    void abandon(Holdings holdings) {
        for (int i = 0; i < slots.length; i++) {
            if (slotted(charges.get(i))) {
                holdings.abandon(names.get(i), slots[i], charges.get(i).amount());
            }
        }
    }

    /** It was granted without the server, which has to hear of it later. */
    void owe(OwedAmounts amounts, long minute) {
        for (int i = 0; i < slots.length; i++) {
            if (!slotted(charges.get(i))) {
                amounts.add(names.get(i), minute, charges.get(i).amount());
            }
        }
    }
}
