package io.fuscia.wit.wasi.http;

import io.fuscia.wit.bindings.wasi.http.Types;
import io.fuscia.wit.bindings.wasi.http.Types.ErrorCode;
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

    private final transient ErrorCode code;

    /** Where an exchange was when it failed; the same exception means different things. */
    enum Phase {
        CONNECT,
        SEND,
        RECEIVE
    }

    HttpFailure(ErrorCode code, String message) {
        this(code, message, null);
    }

    private HttpFailure(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Returns what a denied destination means to a guest. */
    static HttpFailure of(EgressDeniedException denied) {
        ErrorCode code =
                switch (denied.reason()) {
                    case INVALID_DESTINATION -> ErrorCode.HTTP_REQUEST_URI_INVALID;
                    case HOST_NOT_ALLOWED -> ErrorCode.HTTP_REQUEST_DENIED;
                    case ADDRESS_NOT_ALLOWED -> ErrorCode.DESTINATION_IP_PROHIBITED;
                };
        return new HttpFailure(code, denied.getMessage(), denied);
    }

    static HttpFailure of(IOException thrown, Phase phase) {
        return thrown instanceof HttpFailure failure
                ? failure
                : new HttpFailure(code(thrown, phase), thrown.getMessage(), thrown);
    }

    private static ErrorCode code(IOException thrown, Phase phase) {
        if (thrown instanceof UnknownHostException) {
            return new ErrorCode.DnsError(new Types.DnsErrorPayload(Optional.empty(), Optional.empty()));
        } else if (thrown instanceof SocketTimeoutException) {
            return switch (phase) {
                case CONNECT -> ErrorCode.CONNECTION_TIMEOUT;
                case SEND -> ErrorCode.CONNECTION_WRITE_TIMEOUT;
                case RECEIVE -> ErrorCode.CONNECTION_READ_TIMEOUT;
            };
        } else if (thrown instanceof ConnectException) {
            return ErrorCode.CONNECTION_REFUSED;
        } else if (thrown instanceof NoRouteToHostException) {
            return ErrorCode.DESTINATION_IP_UNROUTABLE;
        } else if (thrown instanceof SSLException) {
            return blamesCertificate(thrown) ? ErrorCode.TLS_CERTIFICATE_ERROR : ErrorCode.TLS_PROTOCOL_ERROR;
        } else if (thrown instanceof HttpProtocolException protocol) {
            return protocol.isLimit()
                    ? new ErrorCode.HttpResponseHeaderSectionSize(Optional.empty())
                    : ErrorCode.HTTP_PROTOCOL_ERROR;
        } else if (thrown instanceof EOFException) {
            return ErrorCode.HTTP_RESPONSE_INCOMPLETE;
        }
        return ErrorCode.CONNECTION_TERMINATED;
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

    ErrorCode code() {
        return code;
    }
}
