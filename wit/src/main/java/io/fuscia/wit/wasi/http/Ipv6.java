package io.fuscia.wit.wasi.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** IPv6 literals in brackets, in one spelling; zone identifiers are refused. */
final class Ipv6 {
    private Ipv6() {}

    /** @throws IllegalArgumentException if it is no IPv6 address in brackets */
    static String canonical(String bracketed) {
        String inner = bracketed.endsWith("]") ? bracketed.substring(1, bracketed.length() - 1) : "";
        boolean plain = !inner.isEmpty()
                && inner.indexOf(':') >= 0
                && inner.chars().allMatch(c -> c == ':' || c == '.' || (Character.digit(c, 16) >= 0 && c < 128));
        if (!plain) {
            throw new IllegalArgumentException("'" + bracketed + "' is not an IPv6 address");
        }
        InetAddress address = parse(inner);
        // A mapped IPv4 address is what is dialled, so it is what must be compared.
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    /** The text holds only digits, colons and dots with at least one colon: never looked up as a name. */
    private static InetAddress parse(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'[" + text + "]' is not an IPv6 address", e);
        }
    }
}
