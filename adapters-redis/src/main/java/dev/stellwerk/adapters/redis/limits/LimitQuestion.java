package dev.stellwerk.adapters.redis.limits;

import dev.stellwerk.adapters.redis.layout.KeyLayout;
import dev.stellwerk.adapters.redis.limits.OwedAmounts.Owed;
import dev.stellwerk.application.inmemory.InMemoryBudgetHolds.Statement;
import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * May these charges be taken and these claims be held? One request's, with what the server has to hear so that it judges
 * by the newest state.
 */
final class LimitQuestion {
    private static final Owed NOTHING = new Owed(0, 0);

    private final OwedAmounts amounts;
    private final Holdings holdings;
    private final List<Charge> charges;
    private final List<String> names;
    private final List<Part> parts;
    private final List<Claim> claims;
    private final List<Statement> held;
    private boolean sent;
    private boolean overtaking;

    /** One charge. */
    private static final class Part {
        final Charge charge;
        final String name;

        /** The number of its first slot; nothing for a window. */
        final long slot;

        /** What the server hears of the window with it. */
        @Nullable
        Owed owed;

        /** Which slots it hears to be given back. */
        List<Long> freed = List.of();

        Part(Charge charge, long slot) {
            this.charge = charge;
            this.name = KeyLayout.limit(charge);
            this.slot = slot;
        }
    }

    /** @param held what this instance holds of the budgets with each claim, as long as the claims */
    LimitQuestion(
            List<Charge> charges, List<Claim> claims, List<Statement> held, OwedAmounts amounts, Holdings holdings) {
        this.amounts = amounts;
        this.holdings = holdings;
        this.charges = charges;
        this.names = new ArrayList<>(charges.size() + claims.size());
        this.parts = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            var part = new Part(charge, slotted(charge) ? holdings.number(charge.amount()) : 0);
            parts.add(part);
            names.add(part.name);
        }
        this.claims = claims;
        this.held = held;
        for (Claim claim : claims) {
            names.add(KeyLayout.budget(claim.account()));
        }
    }

    static boolean slotted(Charge charge) {
        return charge.kind() == LimitKind.PARALLEL_REQUESTS;
    }

    List<Charge> charges() {
        return charges;
    }

    List<Claim> claims() {
        return claims;
    }

    /** Where each charge is counted, then what is held of each budget. */
    List<String> names() {
        return names;
    }

    /** What the script is told, to be sent at once; takes what is owed along. */
    List<String> arguments(String instance) {
        List<String> arguments = new ArrayList<>(2 + 5 * parts.size() + 7 * claims.size());
        arguments.add(instance);
        arguments.add(RedisLimitStore.LIFE_MILLIS);
        for (Part part : parts) {
            arguments.add(slotted(part.charge) ? "s" : "w");
            arguments.add(Long.toString(part.charge.limit()));
            arguments.add(Long.toString(part.charge.amount()));
            if (slotted(part.charge)) {
                addSlots(arguments, part);
            } else {
                addOwed(arguments, part);
            }
        }
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            arguments.add("b");
            arguments.add(Budgets.bound(claim.max()));
            arguments.add(Budgets.dollars(claim.dollars()));
            Budgets.add(arguments, held.get(i));
        }
        sent = true;
        overtaking = amounts.onTheWay(names);
        return arguments;
    }

    private void addSlots(List<String> arguments, Part part) {
        part.freed = holdings.freed(part.name);
        arguments.add(Long.toString(part.slot));
        arguments.add(Integer.toString(part.freed.size()));
        for (Long slot : part.freed) {
            arguments.add(slot.toString());
        }
    }

    private void addOwed(List<String> arguments, Part part) {
        Owed owed = amounts.take(part.name);
        part.owed = owed;
        arguments.add(Long.toString(owed == null ? NOTHING.minute() : owed.minute()));
        arguments.add(Long.toString(owed == null ? NOTHING.amount() : owed.amount()));
    }

    /** Whether corrections of its limits were on the way to the server when it was last sent. */
    boolean overtaking() {
        return overtaking;
    }

    /** The server answered: it knows which slots were given back. */
    void heard() {
        for (Part part : parts) {
            holdings.told(part.name, part.freed);
        }
    }

    /** The server answered nothing: what it heard is unknown. */
    void unheard() {
        for (Part part : parts) {
            Owed owed = part.owed;
            if (owed != null) {
                amounts.unheard(part.name, owed);
                part.owed = null;
            }
        }
    }

    /** It is granted: its slots are held from now on. */
    void hold() {
        for (Part part : parts) {
            if (slotted(part.charge)) {
                holdings.hold(part.name, part.slot, part.charge.amount());
            }
        }
    }

    /** The server may have granted it if it was asked, but the caller was told otherwise. */
    void abandon() {
        for (Part part : parts) {
            if (sent && slotted(part.charge)) {
                holdings.abandon(part.name, part.slot, part.charge.amount());
            }
        }
    }

    /** It was granted without the server, which has to hear of it later. */
    void owe(long minute) {
        for (Part part : parts) {
            if (!slotted(part.charge)) {
                amounts.add(part.name, minute, part.charge.amount());
            }
        }
    }
}
