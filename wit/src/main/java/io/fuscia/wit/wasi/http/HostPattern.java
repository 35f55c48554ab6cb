package io.fuscia.wit.wasi.http;

import java.util.Locale;
import java.util.Objects;

/**
 * One entry of an {@code allowed_hosts} list: {@code [scheme://]host[:port]}. The scheme is {@code http} or {@code https},
 * by default {@code https}; the port defaults to the scheme's, {@code :*} is any. The host is a name, an IPv4 address, an
 * IPv6 address in brackets, {@code *.suffix} (every name below the suffix, not the suffix itself) or {@code *} (every
 * name and address). The entry {@code *} alone is everything: both schemes, every host and port. Immutable.
 */
public final class HostPattern {
    private static final int ANY_PORT = -1;

    private final String text;
    private final String scheme;
    private final String host;
    private final int port;

    private HostPattern(String text, String scheme, String host, int port) {
        this.text = text;
        this.scheme = scheme;
        this.host = host;
        this.port = port;
    }

    /**
     * Reads an entry.
     *
     * @throws IllegalArgumentException if it is not of the grammar; the message says why
     */
    public static HostPattern parse(String text) {
        Objects.requireNonNull(text, "text");
        if (text.equals("*")) {
            return new HostPattern(text, "*", "*", ANY_PORT);
        }
        String scheme = "https";
        String rest = text;
        int mark = text.indexOf("://");
        if (mark >= 0) {
            scheme = text.substring(0, mark).toLowerCase(Locale.ROOT);
            rest = text.substring(mark + 3);
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused(text, "the scheme must be http or https");
        }
        if (rest.indexOf('/') >= 0 || rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw refused(text, "a path, query or fragment cannot be given");
        }
        if (rest.indexOf('@') >= 0) {
            throw refused(text, "user information cannot be given");
        }
        int colon = portColon(rest);
        String host = colon < 0 ? rest : rest.substring(0, colon);
        int port = colon < 0 ? Destination.defaultPort(scheme) : portOf(text, rest.substring(colon + 1));
        return new HostPattern(text, scheme, hostOf(text, host), port);
    }

    private static int portColon(String authority) {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.lastIndexOf(':');
        return colon > bracket ? colon : -1;
    }

    private static int portOf(String text, String port) {
        if (port.equals("*")) {
            return ANY_PORT;
        }
        try {
            return Destination.parsePort(port);
        } catch (IllegalArgumentException e) {
            throw refused(text, e.getMessage());
        }
    }

    private static String hostOf(String text, String host) {
        if (host.equals("*")) {
            return host;
        }
        String name = host.startsWith("*.") ? host.substring(2) : host;
        if (name.indexOf('*') >= 0) {
            throw refused(text, "a * can only be the whole host or its first label");
        }
        String canonical;
        try {
            canonical = Destination.canonicalHost(name);
        } catch (IllegalArgumentException e) {
            throw refused(text, e.getMessage());
        }
        if (host.startsWith("*.") && Destination.isAddress(canonical)) {
            throw refused(text, "an address has no names below it");
        }
        return host.startsWith("*.") ? "*." + canonical : canonical;
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is not an allowed host: " + why);
    }

    /** Returns whether this entry allows the destination. Names are compared, addresses behind them are not. */
    public boolean matches(Destination destination) {
        return (scheme.equals("*") || scheme.equals(destination.scheme()))
                && (port == ANY_PORT || port == destination.port())
                && hostMatches(destination.host());
    }

    private boolean hostMatches(String name) {
        if (host.equals("*")) {
            return true;
        }
        if (host.startsWith("*.")) {
            return name.length() > host.length() - 1 && name.endsWith(host.substring(1));
        }
        return host.equals(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostPattern pattern
                && scheme.equals(pattern.scheme)
                && host.equals(pattern.host)
                && port == pattern.port;
    }

    @Override
    public int hashCode() {
        return Objects.hash(scheme, host, port);
    }

    /** Returns the entry as written. */
    @Override
    public String toString() {
        return text;
    }
}
