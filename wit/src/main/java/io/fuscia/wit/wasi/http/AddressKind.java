package io.fuscia.wit.wasi.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What an address is for, as far as egress cares. Addresses that embed an IPv4 address count as that one. */
public enum AddressKind {
    /** The internet. */
    PUBLIC,
    /** This machine, including the unspecified address. */
    LOOPBACK,
    /** A private, shared or unique-local network. */
    PRIVATE,
    /** The link. */
    LINK_LOCAL,
    /** A cloud's metadata service, whose answers hold credentials. */
    METADATA,
    /** Multicast, documentation, benchmarks, tunnels and what is not assigned. */
    RESERVED;

    private static final List<Map.Entry<AddressBlock, AddressKind>> BLOCKS = List.of(
            block("169.254.169.254/32", METADATA),
            block("169.254.170.2/32", METADATA),
            block("100.100.100.200/32", METADATA),
            block("168.63.129.16/32", METADATA),
            block("192.0.0.192/32", METADATA),
            block("fd00:ec2::/32", METADATA),
            block("fd20:ce::254/128", METADATA),
            block("0.0.0.0/8", LOOPBACK),
            block("127.0.0.0/8", LOOPBACK),
            block("10.0.0.0/8", PRIVATE),
            block("100.64.0.0/10", PRIVATE),
            block("172.16.0.0/12", PRIVATE),
            block("192.168.0.0/16", PRIVATE),
            block("169.254.0.0/16", LINK_LOCAL),
            block("192.0.0.0/24", RESERVED),
            block("192.0.2.0/24", RESERVED),
            block("192.88.99.0/24", RESERVED),
            block("198.18.0.0/15", RESERVED),
            block("198.51.100.0/24", RESERVED),
            block("203.0.113.0/24", RESERVED),
            block("224.0.0.0/4", RESERVED),
            block("240.0.0.0/4", RESERVED),
            block("::/127", LOOPBACK),
            block("fc00::/7", PRIVATE),
            block("fec0::/10", PRIVATE),
            block("fe80::/10", LINK_LOCAL),
            block("64:ff9b:1::/48", RESERVED),
            block("100::/64", RESERVED),
            block("2001::/23", RESERVED),
            block("2001:db8::/32", RESERVED),
            block("3fff::/20", RESERVED),
            block("5f00::/16", RESERVED),
            block("ff00::/8", RESERVED));
    private static final AddressBlock GLOBAL_UNICAST = AddressBlock.parse("2000::/3");

    /** Prefixes whose addresses embed an IPv4 address, with the byte at which it starts. */
    private static final List<Map.Entry<AddressBlock, Integer>> EMBEDDING = List.of(
            Map.entry(AddressBlock.parse("::ffff:0:0:0/96"), 12),
            Map.entry(AddressBlock.parse("64:ff9b::/96"), 12),
            Map.entry(AddressBlock.parse("2002::/16"), 2),
            Map.entry(AddressBlock.parse("::/96"), 12));

    private static Map.Entry<AddressBlock, AddressKind> block(String text, AddressKind kind) {
        return Map.entry(AddressBlock.parse(text), kind);
    }

    /** Returns what the address is for. */
    public static AddressKind of(InetAddress address) {
        for (Map.Entry<AddressBlock, AddressKind> entry : BLOCKS) {
            if (entry.getKey().contains(address)) {
                return entry.getValue();
            }
        }
        if (address instanceof Inet4Address) {
            return PUBLIC;
        }
        byte[] bytes = address.getAddress();
        for (Map.Entry<AddressBlock, Integer> entry : EMBEDDING) {
            if (entry.getKey().contains(address)) {
                return of(embedded(bytes, entry.getValue()));
            }
        }
        return GLOBAL_UNICAST.contains(address) ? PUBLIC : RESERVED;
    }

    private static InetAddress embedded(byte[] bytes, int start) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, start, start + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
