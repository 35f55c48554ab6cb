package io.fuscia.wit.wasi.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Where requests may go: every allow list must have a matching entry (the manifest's, the workflow's and the operator's
 * are one list each, so they intersect), and the address that is dialled must be on the internet unless the operator
 * allows more. Immutable and thread-safe.
 */
public final class EgressPolicy {
    /** Looks names up. */
    @FunctionalInterface
    public interface Resolver {
        /** The resolver of this machine. */
        Resolver SYSTEM = InetAddress::getAllByName;

        /**
         * Returns the addresses of a host.
         *
         * @param host a name or address in {@link Destination#host}'s spelling
         * @throws UnknownHostException if the name has no address
         */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** Nothing may be reached. */
    public static final EgressPolicy DENY_ALL = new EgressPolicy(List.of(List.of()), false, List.of(), Resolver.SYSTEM);

    private final List<List<HostPattern>> allowLists;
    private final boolean privateAllowed;
    private final List<AllowedAddress> allowedAddresses;
    private final Resolver resolver;

    private EgressPolicy(
            List<List<HostPattern>> allowLists,
            boolean privateAllowed,
            List<AllowedAddress> allowedAddresses,
            Resolver resolver) {
        this.allowLists = List.copyOf(allowLists);
        this.privateAllowed = privateAllowed;
        this.allowedAddresses = List.copyOf(allowedAddresses);
        this.resolver = Objects.requireNonNull(resolver, "resolver");
    }

    /**
     * Returns the operator's policy.
     *
     * @param allowedHosts entries of the grammar of {@link HostPattern}; empty allows nothing
     * @param privateAllowed whether loopback and private addresses may be dialled; link-local, metadata and reserved
     *     ones may only when listed
     * @param allowedAddresses what may be dialled whatever it is
     * @throws IllegalArgumentException if an entry is not of the grammar
     */
    public static EgressPolicy of(
            List<String> allowedHosts, boolean privateAllowed, List<AllowedAddress> allowedAddresses) {
        return new EgressPolicy(List.of(patterns(allowedHosts)), privateAllowed, allowedAddresses, Resolver.SYSTEM);
    }

    /**
     * Returns this policy with one more list that must allow a destination.
     *
     * @throws IllegalArgumentException if an entry is not of the grammar
     */
    public EgressPolicy restrictedTo(List<String> allowedHosts) {
        List<List<HostPattern>> more = new ArrayList<>(allowLists);
        more.add(patterns(allowedHosts));
        return new EgressPolicy(more, privateAllowed, allowedAddresses, resolver);
    }

    /** Returns this policy with another resolver. */
    public EgressPolicy withResolver(Resolver other) {
        return new EgressPolicy(allowLists, privateAllowed, allowedAddresses, other);
    }

    private static List<HostPattern> patterns(List<String> texts) {
        return texts.stream().map(HostPattern::parse).toList();
    }

    /**
     * Checks a destination by name; nothing is looked up.
     *
     * @throws EgressDeniedException if some list does not allow it
     */
    public void check(Destination destination) {
        for (List<HostPattern> list : allowLists) {
            if (list.stream().noneMatch(pattern -> pattern.matches(destination))) {
                throw new EgressDeniedException(
                        EgressDeniedException.Reason.HOST_NOT_ALLOWED, destination + " is not among the allowed hosts");
            }
        }
    }

    /**
     * Checks a destination by name, looks it up and keeps the addresses that may be dialled. The caller must connect to
     * one of these and must not look the name up again. May block for as long as the resolver does.
     *
     * @return at least one address, in the resolver's order
     * @throws EgressDeniedException if the name or all of its addresses are not allowed
     * @throws UnknownHostException if the name has no address
     */
    public List<InetAddress> resolve(Destination destination) throws UnknownHostException {
        check(destination);
        InetAddress[] found = resolver.resolve(destination.host());
        List<InetAddress> allowed = Arrays.stream(found)
                .filter(address -> isDialable(address, destination.port()))
                .toList();
        if (allowed.isEmpty()) {
            throw new EgressDeniedException(
                    EgressDeniedException.Reason.ADDRESS_NOT_ALLOWED,
                    destination + " is at an address that may not be reached ("
                            + AddressKind.of(found[0])
                                    .name()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace('_', '-')
                            + ")");
        }
        return allowed;
    }

    /** Returns whether this address may be dialled at this port. */
    public boolean isDialable(InetAddress address, int port) {
        AddressKind kind = AddressKind.of(address);
        return kind == AddressKind.PUBLIC
                || (privateAllowed && (kind == AddressKind.LOOPBACK || kind == AddressKind.PRIVATE))
                || allowedAddresses.stream().anyMatch(allowed -> allowed.contains(address, port));
    }
}
