package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.http.Types;
import io.fuscia.wit.bindings.wasi.http.Types.ErrorCode;
import io.fuscia.wit.runtime.HostCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The resource {@code wasi:http/types.outgoing-request}. For the guest's thread. */
final class OutgoingRequest implements Types.OutgoingRequest {
    private static final int LONGEST_TARGET = 16 * 1024;

    private final Fields headers;
    private final OutgoingHttp http;
    private Types.Method method = Types.Method.GET;
    private Optional<String> pathWithQuery = Optional.empty();
    private Optional<Types.Scheme> scheme = Optional.empty();
    private Optional<String> authority = Optional.empty();
    private OutgoingBody body;

    OutgoingRequest(Fields headers, OutgoingHttp http) {
        this.headers = headers.frozen();
        this.http = http;
    }

    private static Result<Void, Void> accept(boolean valid, Runnable change) {
        if (!valid) {
            return Result.err();
        }
        change.run();
        return Result.ok();
    }

    @Override
    public Types.Fields headers(HostCall call) {
        return headers;
    }

    @Override
    public Types.Method method(HostCall call) {
        return method;
    }

    @Override
    public Result<Void, Void> setMethod(HostCall call, Types.Method value) {
        boolean valid = !(value instanceof Types.Method.Other other) || HttpField.isToken(other.value());
        return accept(valid, () -> {
            method = value;
        });
    }

    @Override
    public Optional<String> pathWithQuery(HostCall call) {
        return pathWithQuery;
    }

    @Override
    public Result<Void, Void> setPathWithQuery(HostCall call, Optional<String> value) {
        boolean valid = value.orElse("").chars().allMatch(c -> c > ' ' && c < 127 && c != '#');
        return accept(valid, () -> {
            pathWithQuery = value;
        });
    }

    @Override
    public Optional<Types.Scheme> scheme(HostCall call) {
        return scheme;
    }

    @Override
    public Result<Void, Void> setScheme(HostCall call, Optional<Types.Scheme> value) {
        boolean valid = value.isEmpty()
                || !(value.get() instanceof Types.Scheme.Other other)
                || other.value().matches("[A-Za-z][A-Za-z0-9+.-]*");
        return accept(valid, () -> {
            scheme = value;
        });
    }

    @Override
    public Optional<String> authority(HostCall call) {
        return authority;
    }

    @Override
    public Result<Void, Void> setAuthority(HostCall call, Optional<String> value) {
        boolean valid = value.orElse("").chars().allMatch(c -> c > ' ' && c < 127 && c != '/');
        return accept(valid, () -> {
            authority = value;
        });
    }

    /** Returns the body the first time. */
    @Override
    public Result<Types.OutgoingBody, Void> body(HostCall call) {
        if (body != null) {
            return Result.err();
        }
        body = http.newBody(contentLength());
        return Result.ok(body);
    }

    /** Returns the body if the guest took it. */
    Optional<OutgoingBody> body() {
        return Optional.ofNullable(body);
    }

    private OptionalLong contentLength() {
        List<byte[]> values = headers.get("content-length");
        if (values.size() == 1) {
            String text = new String(values.get(0), StandardCharsets.ISO_8859_1);
            if (text.matches("[0-9]{1,18}")) {
                return OptionalLong.of(Long.parseLong(text));
            }
        }
        return OptionalLong.empty();
    }

    String methodName() {
        return method instanceof Types.Method.Other other
                ? other.value()
                : method.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    String target() throws HttpFailure {
        String target = pathWithQuery.orElse("/");
        if (target.isEmpty()) {
            return "/";
        }
        if (target.length() > LONGEST_TARGET) {
            throw new HttpFailure(ErrorCode.HTTP_REQUEST_URI_TOO_LONG, "the path is too long");
        }
        return target.startsWith("/") ? target : "/" + target;
    }

    Destination destination() throws HttpFailure {
        if (authority.isEmpty()) {
            throw new HttpFailure(ErrorCode.HTTP_REQUEST_URI_INVALID, "the request has no authority");
        }
        try {
            return Destination.of(schemeName(), authority.get());
        } catch (EgressDeniedException e) {
            throw HttpFailure.of(e);
        }
    }

    private String schemeName() {
        if (scheme.isPresent() && scheme.get() instanceof Types.Scheme.Other other) {
            return other.value();
        }
        return scheme.isPresent() && scheme.get() instanceof Types.Scheme.Http ? "http" : "https";
    }

    /** Returns the headers that go out. */
    List<HttpField> fieldsToSend() {
        return headers.withoutLength();
    }
}
