package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.VariantValue;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** A request or response that failed, with WASI's error code. */
final class HttpFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final HttpErrorCode code;
    private final transient Object payload;

    /** Where an exchange was when it failed; the same exception means different things. */
    enum Phase {
        CONNECT,
        SEND,
        RECEIVE
    }

    private HttpFailure(HttpErrorCode code, Object payload, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.payload = payload;
    }

    /** @param code one without payload, or with an optional one */
    HttpFailure(HttpErrorCode code, String message) {
        this(code, emptyPayload(code), message, null);
    }

    static HttpFailure bodySize(HttpErrorCode code, long size, String message) {
        return new HttpFailure(code, Optional.of(size), message, null);
    }

    /** Returns what a denied destination means to a guest. */
    static HttpFailure of(EgressDeniedException denied) {
        HttpErrorCode code =
                switch (denied.reason()) {
                    case INVALID_DESTINATION -> HttpErrorCode.HTTP_REQUEST_URI_INVALID;
                    case HOST_NOT_ALLOWED -> HttpErrorCode.HTTP_REQUEST_DENIED;
                    case ADDRESS_NOT_ALLOWED -> HttpErrorCode.DESTINATION_IP_PROHIBITED;
                };
        return new HttpFailure(code, null, denied.getMessage(), denied);
    }

    static HttpFailure of(IOException thrown, Phase phase) {
        if (thrown instanceof HttpFailure failure) {
            return failure;
        }
        HttpErrorCode code = code(thrown, phase);
        return new HttpFailure(code, emptyPayload(code), thrown.getMessage(), thrown);
    }

    private static HttpErrorCode code(IOException thrown, Phase phase) {
        if (thrown instanceof UnknownHostException) {
            return HttpErrorCode.DNS_ERROR;
        } else if (thrown instanceof SocketTimeoutException) {
            return switch (phase) {
                case CONNECT -> HttpErrorCode.CONNECTION_TIMEOUT;
                case SEND -> HttpErrorCode.CONNECTION_WRITE_TIMEOUT;
                case RECEIVE -> HttpErrorCode.CONNECTION_READ_TIMEOUT;
            };
        } else if (thrown instanceof ConnectException) {
            return HttpErrorCode.CONNECTION_REFUSED;
        } else if (thrown instanceof NoRouteToHostException) {
            return HttpErrorCode.DESTINATION_IP_UNROUTABLE;
        } else if (thrown instanceof SSLException) {
            return blamesCertificate(thrown) ? HttpErrorCode.TLS_CERTIFICATE_ERROR : HttpErrorCode.TLS_PROTOCOL_ERROR;
        } else if (thrown instanceof HttpProtocolException protocol) {
            return protocol.isLimit()
                    ? HttpErrorCode.HTTP_RESPONSE_HEADER_SECTION_SIZE
                    : HttpErrorCode.HTTP_PROTOCOL_ERROR;
        } else if (thrown instanceof EOFException) {
            return HttpErrorCode.HTTP_RESPONSE_INCOMPLETE;
        }
        return HttpErrorCode.CONNECTION_TERMINATED;
    }

    private static boolean blamesCertificate(Throwable thrown) {
        int depth = 0;
        for (Throwable at = thrown; at != null && depth < 10; at = at.getCause(), depth++) {
            if (at instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    private static Object emptyPayload(HttpErrorCode code) {
        return switch (code) {
            case DNS_ERROR,
                    TLS_ALERT_RECEIVED,
                    HTTP_REQUEST_TRAILER_SIZE,
                    HTTP_RESPONSE_HEADER_SIZE,
                    HTTP_RESPONSE_TRAILER_SIZE -> new Object[] {Optional.empty(), Optional.empty()};
            case HTTP_REQUEST_BODY_SIZE,
                    HTTP_REQUEST_HEADER_SECTION_SIZE,
                    HTTP_REQUEST_HEADER_SIZE,
                    HTTP_REQUEST_TRAILER_SECTION_SIZE,
                    HTTP_RESPONSE_HEADER_SECTION_SIZE,
                    HTTP_RESPONSE_BODY_SIZE,
                    HTTP_RESPONSE_TRAILER_SECTION_SIZE,
                    HTTP_RESPONSE_TRANSFER_CODING,
                    HTTP_RESPONSE_CONTENT_CODING,
                    INTERNAL_ERROR -> Optional.empty();
            default -> null;
        };
    }

    HttpErrorCode code() {
        return code;
    }

    /** Returns it as {@code error-code}. */
    VariantValue variant() {
        return new VariantValue(code.number(), payload);
    }
}
