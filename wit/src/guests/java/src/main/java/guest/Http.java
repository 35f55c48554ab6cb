package guest;

import guest.Arena.Text;
import org.teavm.interop.Address;
import org.teavm.interop.Import;

/**
 * GET through wasi:http by the canonical ABI's core names. Results lie in an area of 64 bytes:
 * future-incoming-response.get's, the largest, takes 56.
 */
final class Http {
    private static final String TYPES = "wasi:http/types@0.2.0";

    private Http() {}

    @Import(module = TYPES, name = "[constructor]fields")
    private static native int fields();

    @Import(module = TYPES, name = "[constructor]outgoing-request")
    private static native int request(int fields);

    @Import(module = TYPES, name = "[method]outgoing-request.set-scheme")
    private static native int setScheme(int request, int some, int scheme, Address other, int length);

    @Import(module = TYPES, name = "[method]outgoing-request.set-authority")
    private static native int setAuthority(int request, int some, Address text, int length);

    @Import(module = TYPES, name = "[method]outgoing-request.set-path-with-query")
    private static native int setPath(int request, int some, Address text, int length);

    @Import(module = TYPES, name = "[method]future-incoming-response.subscribe")
    private static native int subscribe(int future);

    @Import(module = TYPES, name = "[method]future-incoming-response.get")
    private static native void response(int future, Address out);

    @Import(module = TYPES, name = "[resource-drop]future-incoming-response")
    private static native void dropFuture(int future);

    @Import(module = TYPES, name = "[method]incoming-response.status")
    private static native int status(int response);

    @Import(module = TYPES, name = "[method]incoming-response.consume")
    private static native void consume(int response, Address out);

    @Import(module = TYPES, name = "[resource-drop]incoming-response")
    private static native void dropResponse(int response);

    @Import(module = TYPES, name = "[method]incoming-body.stream")
    private static native void stream(int body, Address out);

    @Import(module = TYPES, name = "[resource-drop]incoming-body")
    private static native void dropBody(int body);

    @Import(module = "wasi:http/outgoing-handler@0.2.0", name = "handle")
    private static native void handle(int request, int some, int options, Address out);

    @Import(module = "wasi:io/poll@0.2.0", name = "[method]pollable.block")
    private static native void block(int pollable);

    @Import(module = "wasi:io/poll@0.2.0", name = "[resource-drop]pollable")
    private static native void dropPollable(int pollable);

    @Import(module = "wasi:io/streams@0.2.0", name = "[method]input-stream.blocking-read")
    private static native void read(int stream, long length, Address out);

    @Import(module = "wasi:io/streams@0.2.0", name = "[resource-drop]input-stream")
    private static native void dropStream(int stream);

    @Import(module = "wasi:io/error@0.2.0", name = "[resource-drop]error")
    private static native void dropError(int error);

    /** Returns the answer as JSON. */
    static String get(String url) throws Failure {
        Address out = Arena.allocate(64, 8);
        handle(requestTo(url), 0, 0, out);
        if (out.getByte() == 1) {
            throw new Failure("HTTP error-code " + out.add(8).getByte());
        }
        int future = out.add(8).getInt();
        for (response(future, out); out.getByte() == 0; response(future, out)) {
            int ready = subscribe(future);
            block(ready);
            dropPollable(ready);
        }
        dropFuture(future);
        if (out.add(16).getByte() == 1) {
            throw new Failure("HTTP error-code " + out.add(24).getByte());
        }
        int response = out.add(24).getInt();
        String json = "{\"status\":" + status(response) + ",\"body\":" + Json.literal(body(response, out)) + "}";
        dropResponse(response);
        return json;
    }

    private static int requestTo(String url) {
        int scheme = url.indexOf("://");
        int slash = url.indexOf('/', scheme + 3);
        Text authority = Text.of(url.substring(scheme + 3, slash < 0 ? url.length() : slash));
        Text path = Text.of(slash < 0 ? "/" : url.substring(slash));
        int request = request(fields());
        setScheme(request, 1, url.startsWith("http:") ? 0 : 1, Address.fromInt(0), 0);
        setAuthority(request, 1, authority.at(), authority.length());
        setPath(request, 1, path.at(), path.length());
        return request;
    }

    private static String body(int response, Address out) {
        consume(response, out);
        int body = out.add(4).getInt();
        stream(body, out);
        int stream = out.add(4).getInt();
        StringBuilder text = new StringBuilder();
        for (read(stream, 65_536, out); out.getByte() == 0; read(stream, 65_536, out)) {
            text.append(Arena.text(out.add(4).getAddress(), out.add(8).getInt()));
        }
        if (out.add(4).getByte() == 0) {
            dropError(out.add(8).getInt());
        }
        dropStream(stream);
        dropBody(body);
        return text.toString();
    }
}
