package dev.stellwerk.application.configuration;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Neighbouring addresses, such as {@code 10.0.0.0/8}.
 *
 * @param network one of them
 * @param bits that all of them have in common, counted from the left
 */
public record AddressRange(InetAddress network, int bits) {

    /** What is written as an address, or as one with a number of bits behind a slash; empty when it is neither. */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int most = network.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? most : Integer.parseUnsignedInt(text.substring(slash + 1));
            return bits <= most ? Optional.of(new AddressRange(network, bits)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int at = 0; at < bits; at++) {
            int mask = 0x80 >> at % Byte.SIZE;
            if (((mine[at / Byte.SIZE] ^ other[at / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
