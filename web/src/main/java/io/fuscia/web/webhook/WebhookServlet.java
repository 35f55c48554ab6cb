package io.fuscia.web.webhook;

import io.fuscia.execution.Started;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import io.fuscia.trigger.Triggers;
import io.fuscia.trigger.WebhookRequest;
import io.fuscia.web.execution.ExecutionView;
import io.fuscia.web.problem.LimitedBody;
import io.fuscia.web.problem.ServletProblem;
import io.fuscia.workflow.WorkflowId;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /hooks/{workflow}/{trigger}}: fires a webhook trigger. 202 with the execution, 200 with
 * {@code {"status": "pending"}} if the trigger's component found nothing to start. A servlet, because a hook takes any
 * method and any media type.
 */
@WebServlet("/hooks/*")
public class WebhookServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Bytes; what senders of webhooks send is far smaller. */
    private static final int LARGEST_BODY = 1024 * 1024;

    @Inject
    private transient Triggers triggers;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(response, fire(request));
        } catch (RuntimeException e) {
            ServletProblem.write(response, e);
        }
    }

    private Optional<Started> fire(HttpServletRequest request) throws IOException {
        String[] path = Optional.ofNullable(request.getPathInfo()).orElse("/").split("/", -1);
        if (path.length != 3 || !WorkflowId.isWellFormed(path[1]) || !NodeId.isWellFormed(path[2])) {
            throw new FusciaException(
                    ErrorCode.TRIGGER_NOT_FOUND, "there is no hook here; hooks are at /hooks/{workflow}/{trigger}");
        }
        return triggers.webhook(
                new WorkflowId(path[1]),
                new NodeId(path[2]),
                new WebhookRequest(
                        request.getMethod(),
                        request.getRequestURI(),
                        headers(request),
                        query(request.getQueryString()),
                        body(request),
                        Optional.ofNullable(request.getHeader("traceparent"))));
    }

    private static void answer(HttpServletResponse response, Optional<Started> started) throws IOException {
        JsonObject body = started.map(one -> ExecutionView.of(one.execution()))
                .orElseGet(() ->
                        Json.createObjectBuilder().add("status", "pending").build());
        response.setStatus(started.isPresent() ? HttpServletResponse.SC_ACCEPTED : HttpServletResponse.SC_OK);
        if (started.filter(Started::replayed).isPresent()) {
            response.setHeader("Idempotent-Replayed", "true");
        }
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(body.toString());
    }

    private static List<Map.Entry<String, String>> headers(HttpServletRequest request) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            Collections.list(request.getHeaders(name)).forEach(value -> headers.add(Map.entry(name, value)));
        }
        return headers;
    }

    /** Decoded here, because the container would read form parameters out of the body. */
    private static List<Map.Entry<String, String>> query(String query) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        if (query != null) {
            for (String part : query.split("&", -1)) {
                int equals = part.indexOf('=');
                if (!part.isEmpty()) {
                    parameters.add(Map.entry(
                            decode(equals < 0 ? part : part.substring(0, equals)),
                            equals < 0 ? "" : decode(part.substring(equals + 1))));
                }
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, "the query is not URL-encoded: " + text, e);
        }
    }

    private static Optional<String> body(HttpServletRequest request) throws IOException {
        byte[] bytes = LimitedBody.read(request.getInputStream(), LARGEST_BODY);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new FusciaException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the body is not UTF-8 text", e);
        }
    }
}
