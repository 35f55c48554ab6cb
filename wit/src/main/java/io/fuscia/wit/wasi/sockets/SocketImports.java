package io.fuscia.wit.wasi.sockets;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.runtime.HostFunction;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.HostResource;
import io.fuscia.wit.wasi.io.IoResources;
import java.util.List;
import java.util.Optional;

/**
 * All of {@code wasi:sockets}. No socket and no name lookup can be made, so methods of sockets have nobody to call them;
 * they are there to be linked.
 */
public final class SocketImports {
    /** {@code network.error-code.access-denied}. */
    private static final int ACCESS_DENIED = 1;

    private static final HostFunction REFUSED = (call, args) -> ResultValue.err(ACCESS_DENIED);
    private static final HostFunction UNREACHABLE = (call, args) -> {
        throw new IllegalStateException("no socket exists");
    };

    private static final Object NETWORK_VALUE = new Object();
    private static final HostResource<Object> NETWORK = HostResource.of("network", Object.class);
    private static final HostResource<Object> TCP_SOCKET = HostResource.of("tcp-socket", Object.class);
    private static final HostResource<Object> UDP_SOCKET = HostResource.of("udp-socket", Object.class);
    private static final HostResource<Object> INCOMING = HostResource.of("incoming-datagram-stream", Object.class);
    private static final HostResource<Object> OUTGOING = HostResource.of("outgoing-datagram-stream", Object.class);
    private static final HostResource<Object> ADDRESSES = HostResource.of("resolve-address-stream", Object.class);

    private static final List<String> TCP_METHODS = List.of(
            "start-bind",
            "finish-bind",
            "start-connect",
            "finish-connect",
            "start-listen",
            "finish-listen",
            "accept",
            "local-address",
            "remote-address",
            "set-listen-backlog-size",
            "keep-alive-enabled",
            "set-keep-alive-enabled",
            "keep-alive-idle-time",
            "set-keep-alive-idle-time",
            "keep-alive-interval",
            "set-keep-alive-interval",
            "keep-alive-count",
            "set-keep-alive-count",
            "hop-limit",
            "set-hop-limit",
            "receive-buffer-size",
            "set-receive-buffer-size",
            "send-buffer-size",
            "set-send-buffer-size",
            "shutdown");

    private static final List<String> UDP_METHODS = List.of(
            "start-bind",
            "finish-bind",
            "stream",
            "local-address",
            "remote-address",
            "unicast-hop-limit",
            "set-unicast-hop-limit",
            "receive-buffer-size",
            "set-receive-buffer-size",
            "send-buffer-size",
            "set-send-buffer-size");

    private SocketImports() {}

    /** Adds the interfaces. */
    public static void addTo(HostImports.Builder imports, String version) {
        String prefix = "wasi:sockets/";
        imports.instance(prefix + "network@" + version)
                .resource("network", NETWORK)
                .resource("error", IoResources.ERROR)
                .function("network-error-code", (call, args) -> Optional.empty());
        imports.instance(prefix + "instance-network@" + version)
                .resource("network", NETWORK)
                .function("instance-network", (call, args) -> NETWORK_VALUE);
        imports.instance(prefix + "tcp-create-socket@" + version)
                .resource("network", NETWORK)
                .resource("tcp-socket", TCP_SOCKET)
                .function("create-tcp-socket", REFUSED);
        imports.instance(prefix + "udp-create-socket@" + version)
                .resource("network", NETWORK)
                .resource("udp-socket", UDP_SOCKET)
                .function("create-udp-socket", REFUSED);
        imports.instance(prefix + "ip-name-lookup@" + version)
                .resource("network", NETWORK)
                .resource("pollable", IoResources.POLLABLE)
                .resource("resolve-address-stream", ADDRESSES)
                .function("resolve-addresses", REFUSED)
                .function("[method]resolve-address-stream.resolve-next-address", REFUSED)
                .function("[method]resolve-address-stream.subscribe", UNREACHABLE);
        addTcp(imports.instance(prefix + "tcp@" + version));
        addUdp(imports.instance(prefix + "udp@" + version));
    }

    private static void addTcp(HostImports.InstanceBuilder tcp) {
        tcp.resource("network", NETWORK)
                .resource("pollable", IoResources.POLLABLE)
                .resource("input-stream", IoResources.INPUT_STREAM)
                .resource("output-stream", IoResources.OUTPUT_STREAM)
                .resource("tcp-socket", TCP_SOCKET);
        TCP_METHODS.forEach(method -> tcp.function("[method]tcp-socket." + method, REFUSED));
        List.of("is-listening", "address-family", "subscribe")
                .forEach(method -> tcp.function("[method]tcp-socket." + method, UNREACHABLE));
    }

    private static void addUdp(HostImports.InstanceBuilder udp) {
        udp.resource("network", NETWORK)
                .resource("pollable", IoResources.POLLABLE)
                .resource("udp-socket", UDP_SOCKET)
                .resource("incoming-datagram-stream", INCOMING)
                .resource("outgoing-datagram-stream", OUTGOING);
        UDP_METHODS.forEach(method -> udp.function("[method]udp-socket." + method, REFUSED));
        List.of("address-family", "subscribe")
                .forEach(method -> udp.function("[method]udp-socket." + method, UNREACHABLE));
        udp.function("[method]incoming-datagram-stream.receive", REFUSED)
                .function("[method]incoming-datagram-stream.subscribe", UNREACHABLE)
                .function("[method]outgoing-datagram-stream.check-send", REFUSED)
                .function("[method]outgoing-datagram-stream.send", REFUSED)
                .function("[method]outgoing-datagram-stream.subscribe", UNREACHABLE);
    }
}
