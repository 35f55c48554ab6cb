package io.fuscia.wit.wasi.http;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where a request goes, in one spelling, so that what is compared with an allow list is what is resolved and dialled.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a lower-case ASCII name without a trailing dot, a dotted IPv4 address, or an IPv6 address in brackets
 * @param port 1 to 65535
 */
public record Destination(String scheme, String host, int port) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

    /** Checks the scheme and port and that the host has the one spelling. */
    public Destination {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(host, "host");
        defaultPort(scheme);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        if (!canonicalHost(host).equals(host)) {
            throw new IllegalArgumentException("not in canonical spelling: " + host);
        }
    }

    /**
     * Returns the destination of a scheme and an authority, as {@code wasi:http} gives them.
     *
     * @param authority {@code host[:port]}
     * @throws EgressDeniedException if they name no destination, or smuggle user information
     */
    public static Destination of(String scheme, String authority) {
        Objects.requireNonNull(authority, "authority");
        try {
            String lower = scheme.toLowerCase(Locale.ROOT);
            int bracket = authority.lastIndexOf(']');
            int colon = authority.lastIndexOf(':');
            String host = colon > bracket ? authority.substring(0, colon) : authority;
            int port = colon > bracket ? parsePort(authority.substring(colon + 1)) : defaultPort(lower);
            return new Destination(lower, canonicalHost(host), port);
        } catch (IllegalArgumentException e) {
            throw new EgressDeniedException(
                    EgressDeniedException.Reason.INVALID_DESTINATION, "no destination: " + e.getMessage());
        }
    }

    /**
     * Returns the destination of a URL.
     *
     * @throws EgressDeniedException if it is not an absolute http or https URL, or carries user information
     */
    public static Destination of(URI url) {
        if (url.getScheme() == null || url.getRawAuthority() == null) {
            throw new EgressDeniedException(
                    EgressDeniedException.Reason.INVALID_DESTINATION, "not an absolute http or https URL");
        }
        return of(url.getScheme(), url.getRawAuthority());
    }

    static int defaultPort(String scheme) {
        if (scheme.equals("http")) {
            return 80;
        }
        if (scheme.equals("https")) {
            return 443;
        }
        throw new IllegalArgumentException("the scheme must be http or https, not '" + scheme + "'");
    }

    static int parsePort(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("'" + text + "' is not a port");
        }
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("'" + text + "' is not a port");
        }
        return port;
    }

    /** Whether a canonical host is an address rather than a name. */
    static boolean isAddress(String canonicalHost) {
        return canonicalHost.startsWith("[") || IPV4.matcher(canonicalHost).matches();
    }

    /**
     * The one spelling of a host. Anything whose last label is a number must be a plain dotted IPv4 address: resolvers
     * read {@code 2130706433}, {@code 0x7f.1} and {@code 127.1} as loopback.
     */
    static String canonicalHost(String host) {
        if (host.startsWith("[")) {
            return Ipv6.canonical(host);
        }
        if (host.indexOf('@') >= 0) {
            throw new IllegalArgumentException("user information is not allowed before the host");
        }
        String ascii;
        try {
            ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + host + "' is not a host name", e);
        }
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (name.isEmpty() || name.length() > 253) {
            throw new IllegalArgumentException("'" + host + "' is not a host name");
        }
        String[] labels = name.split("\\.", -1);
        if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
            if (!IPV4.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + host + "' is neither a name nor a plain IPv4 address");
            }
            return name;
        }
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw new IllegalArgumentException("'" + host + "' is not a host name");
            }
        }
        return name;
    }

    /** Returns {@code host[:port]}, the port only if it is not the scheme's; as a {@code Host} header has it. */
    public String authority() {
        return port == defaultPort(scheme) ? host : host + ":" + port;
    }

    /** Returns {@code scheme://host[:port]}. */
    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
