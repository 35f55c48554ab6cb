package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.VariantValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The resource {@code wasi:http/types.outgoing-request}. For the guest's thread. */
final class OutgoingRequest {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");
    private static final int LONGEST_TARGET = 16 * 1024;

    private final Fields headers;
    private final OutgoingHttp http;
    private VariantValue method = new VariantValue(0, null);
    private Optional<?> pathWithQuery = Optional.empty();
    private Optional<?> scheme = Optional.empty();
    private Optional<?> authority = Optional.empty();
    private OutgoingBody body;

    OutgoingRequest(Fields headers, OutgoingHttp http) {
        this.headers = headers.frozen();
        this.http = http;
    }

    Fields headers() {
        return headers;
    }

    VariantValue method() {
        return method;
    }

    boolean setMethod(VariantValue value) {
        if (value.discriminant() == METHODS.size() && !HttpField.isToken((String) value.payload())) {
            return false;
        }
        method = value;
        return true;
    }

    Optional<?> pathWithQuery() {
        return pathWithQuery;
    }

    boolean setPathWithQuery(Optional<?> value) {
        if (value.isPresent() && !isTarget((String) value.get())) {
            return false;
        }
        pathWithQuery = value;
        return true;
    }

    private static boolean isTarget(String text) {
        return text.isEmpty() || text.chars().allMatch(c -> c > ' ' && c < 127 && c != '#');
    }

    Optional<?> scheme() {
        return scheme;
    }

    boolean setScheme(Optional<?> value) {
        if (value.isPresent() && ((VariantValue) value.get()).payload() instanceof String other) {
            if (!other.matches("[A-Za-z][A-Za-z0-9+.-]*")) {
                return false;
            }
        }
        scheme = value;
        return true;
    }

    Optional<?> authority() {
        return authority;
    }

    boolean setAuthority(Optional<?> value) {
        if (value.isPresent() && !((String) value.get()).chars().allMatch(c -> c > ' ' && c < 127 && c != '/')) {
            return false;
        }
        authority = value;
        return true;
    }

    /** Returns the body the first time. */
    Optional<OutgoingBody> takeBody() {
        if (body != null) {
            return Optional.empty();
        }
        body = http.newBody(contentLength());
        return Optional.of(body);
    }

    /** Returns the body if the guest took it. */
    Optional<OutgoingBody> body() {
        return Optional.ofNullable(body);
    }

    private OptionalLong contentLength() {
        List<byte[]> values = headers.get("content-length");
        if (values.size() == 1) {
            String text = new String(values.get(0), java.nio.charset.StandardCharsets.ISO_8859_1);
            if (text.matches("[0-9]{1,18}")) {
                return OptionalLong.of(Long.parseLong(text));
            }
        }
        return OptionalLong.empty();
    }

    String methodName() {
        int known = method.discriminant();
        return known < METHODS.size() ? METHODS.get(known) : (String) method.payload();
    }

    String target() throws HttpFailure {
        String target = pathWithQuery.map(String.class::cast).orElse("/");
        if (target.isEmpty()) {
            return "/";
        }
        if (target.length() > LONGEST_TARGET) {
            throw new HttpFailure(HttpErrorCode.HTTP_REQUEST_URI_TOO_LONG, "the path is too long");
        }
        return target.startsWith("/") ? target : "/" + target;
    }

    Destination destination() throws HttpFailure {
        String name = scheme.map(value -> {
                    VariantValue variant = (VariantValue) value;
                    return variant.discriminant() == 0
                            ? "http"
                            : variant.discriminant() == 1 ? "https" : (String) variant.payload();
                })
                .orElse("https");
        if (authority.isEmpty()) {
            throw new HttpFailure(HttpErrorCode.HTTP_REQUEST_URI_INVALID, "the request has no authority");
        }
        try {
            return Destination.of(name, (String) authority.get());
        } catch (EgressDeniedException e) {
            throw HttpFailure.of(e);
        }
    }

    /** Returns the headers that go out: the length is the exchange's to say. */
    List<HttpField> fieldsToSend() {
        return headers.all().stream()
                .filter(field -> !field.name().equalsIgnoreCase("content-length"))
                .toList();
    }
}
