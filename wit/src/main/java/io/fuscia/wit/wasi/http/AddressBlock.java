package io.fuscia.wit.wasi.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;

/** Addresses with a common prefix, written {@code address/bits}; an address alone is a block of one. Immutable. */
public final class AddressBlock {
    private final byte[] prefix;
    private final int bits;

    private AddressBlock(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /**
     * Reads {@code address[/bits]}, IPv6 with or without brackets.
     *
     * @throws IllegalArgumentException if it is something else; names are never looked up
     */
    public static AddressBlock parse(String text) {
        Objects.requireNonNull(text, "text");
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = addressBytes(text, address);
        int bits = bytes.length * 8;
        if (slash >= 0) {
            String digits = text.substring(slash + 1);
            if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > bits) {
                throw new IllegalArgumentException("'" + text + "' is not a block of addresses");
            }
            bits = Integer.parseInt(digits);
        }
        return new AddressBlock(bytes, bits);
    }

    private static byte[] addressBytes(String text, String address) {
        String bare =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        boolean v6 = bare.indexOf(':') >= 0;
        try {
            String host = Destination.canonicalHost(v6 ? "[" + bare + "]" : bare);
            if (!Destination.isAddress(host)) {
                throw new IllegalArgumentException("a name");
            }
            return InetAddress.getByName(host).getAddress();
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw new IllegalArgumentException("'" + text + "' is not a block of addresses", e);
        }
    }

    /** Returns whether the address is in the block; an address of the other family never is. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        int rest = bits % 8;
        return Arrays.equals(bytes, 0, whole, prefix, 0, whole)
                && (rest == 0 || (bytes[whole] ^ prefix[whole]) >> (8 - rest) == 0);
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(prefix).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the prefix is an address", e);
        }
    }
}
