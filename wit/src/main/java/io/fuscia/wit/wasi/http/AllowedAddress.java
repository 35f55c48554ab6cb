package io.fuscia.wit.wasi.http;

import java.net.InetAddress;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that may be dialled although they are not on the internet.
 *
 * @param port only at this port; empty: at any
 */
public record AllowedAddress(AddressBlock block, OptionalInt port) {
    /** What ends in a port: one colon in all, or one after a bracket or a prefix length. */
    private static final Pattern WITH_PORT =
            Pattern.compile("(?<block>[^:]+|\\[[^\\]]+](?:/[0-9]+)?):(?<port>[0-9]{1,5})");

    public AllowedAddress {
        Objects.requireNonNull(block, "block");
        Objects.requireNonNull(port, "port");
    }

    /**
     * Reads {@code address[/bits][:port]}; an IPv6 address with a port is in brackets.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static AllowedAddress parse(String text) {
        Matcher matcher = WITH_PORT.matcher(text);
        if (!matcher.matches()) {
            return new AllowedAddress(AddressBlock.parse(text), OptionalInt.empty());
        }
        int port = Integer.parseInt(matcher.group("port"));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("'" + text + "' has no port from 1 to 65535");
        }
        String block = matcher.group("block").replace("[", "").replace("]", "");
        return new AllowedAddress(AddressBlock.parse(block), OptionalInt.of(port));
    }

    /** Whether this address may be dialled at this port. */
    boolean contains(InetAddress address, int toPort) {
        return block.contains(address) && (port.isEmpty() || port.getAsInt() == toPort);
    }
}
