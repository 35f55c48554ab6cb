package io.fuscia.wit.wasi.sockets;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.sockets.InstanceNetwork;
import io.fuscia.wit.bindings.wasi.sockets.IpNameLookup;
import io.fuscia.wit.bindings.wasi.sockets.Network;
import io.fuscia.wit.bindings.wasi.sockets.Network.ErrorCode;
import io.fuscia.wit.bindings.wasi.sockets.Tcp;
import io.fuscia.wit.bindings.wasi.sockets.TcpCreateSocket;
import io.fuscia.wit.bindings.wasi.sockets.Udp;
import io.fuscia.wit.bindings.wasi.sockets.UdpCreateSocket;
import io.fuscia.wit.runtime.HostImports;
import java.util.Optional;

/**
 * All of {@code wasi:sockets}. No socket and no name lookup can be made: whoever asks gets {@code access-denied}, always,
 * since there is no grant for sockets. Methods of sockets are linked, but have nobody to call them.
 */
public final class SocketImports {
    private static final Network.NetworkResource NETWORK = new Network.NetworkResource() {};

    private SocketImports() {}

    /** Adds the interfaces. */
    public static void addTo(HostImports.Builder imports) {
        Network.addTo(imports, (call, err) -> Optional.empty());
        InstanceNetwork.addTo(imports, call -> NETWORK);
        TcpCreateSocket.addTo(imports, (call, family) -> Result.err(ErrorCode.ACCESS_DENIED));
        UdpCreateSocket.addTo(imports, (call, family) -> Result.err(ErrorCode.ACCESS_DENIED));
        IpNameLookup.addTo(imports, (call, network, name) -> Result.err(ErrorCode.ACCESS_DENIED));
        Tcp.addTo(imports);
        Udp.addTo(imports);
    }
}
