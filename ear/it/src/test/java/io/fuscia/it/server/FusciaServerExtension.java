package io.fuscia.it.server;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/** Starts the shared server when the first test asks for it, stops it after the last, shows its log when a test fails. */
final class FusciaServerExtension implements ParameterResolver, TestWatcher {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(FusciaServerExtension.class);
    private static final int LOG_LINES = 60;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == FusciaServer.class || type == Api.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        FusciaServer server = shared(context);
        return parameter.getParameter().getType() == Api.class ? server.api() : server;
    }

    @Override
    @SuppressWarnings("SystemOut") // the one place a failed test is looked for is the build's output
    public void testFailed(ExtensionContext context, Throwable cause) {
        FusciaServer server = context.getRoot().getStore(NAMESPACE).get(FusciaServer.class, FusciaServer.class);
        if (server != null) {
            System.err.printf(
                    "--- %s failed; end of %s/log/server.log:%n%s%n---%n",
                    context.getDisplayName(), server.home(), server.logTail(LOG_LINES));
        }
    }

    /** JUnit closes what the root store holds when the whole run has ended. */
    private static FusciaServer shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        FusciaServer.class, key -> FusciaServer.start("shared", Map.of()), FusciaServer.class);
    }
}
