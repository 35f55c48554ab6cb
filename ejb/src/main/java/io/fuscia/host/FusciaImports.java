package io.fuscia.host;

import io.fuscia.wit.bindings.fuscia.config.Config;
import io.fuscia.wit.bindings.fuscia.kv.Kv;
import io.fuscia.wit.bindings.fuscia.log.Log;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import java.util.Optional;

/** The {@code fuscia:kv}, {@code fuscia:config} and {@code fuscia:log} imports; each works on the call's context. */
final class FusciaImports {
    private FusciaImports() {}

    static HostImports.Builder addTo(HostImports.Builder imports) {
        Kv.addTo(imports, new Pairs());
        Config.addTo(imports, (call, key) -> context(call).setting(key));
        Log.addTo(imports, (call, level, message) -> context(call).log().add(level(level), message));
        return imports;
    }

    private static CallContext context(HostCall call) {
        return call.attachment(CallContext.class);
    }

    private static LogLine.Level level(Log.Level level) {
        return switch (level) {
            case TRACE -> LogLine.Level.TRACE;
            case DEBUG -> LogLine.Level.DEBUG;
            case INFO -> LogLine.Level.INFO;
            case WARN -> LogLine.Level.WARN;
            case ERROR -> LogLine.Level.ERROR;
        };
    }

    private static final class Pairs implements Kv {
        @Override
        public Optional<String> get(HostCall call, String key) {
            return context(call).keyValues().get(key);
        }

        @Override
        public void set(HostCall call, String key, String value) {
            context(call).keyValues().set(key, value);
        }

        @Override
        public void delete(HostCall call, String key) {
            context(call).keyValues().delete(key);
        }
    }
}
