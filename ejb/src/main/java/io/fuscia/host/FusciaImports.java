package io.fuscia.host;

import io.fuscia.wit.runtime.HostImports;
import java.util.List;

/** The {@code fuscia:kv}, {@code fuscia:config} and {@code fuscia:log} imports; each works on the call's context. */
final class FusciaImports {
    /** In the order of the enum in {@code log.wit}. */
    private static final List<LogLine.Level> LEVELS = List.of(
            LogLine.Level.TRACE, LogLine.Level.DEBUG, LogLine.Level.INFO, LogLine.Level.WARN, LogLine.Level.ERROR);

    private FusciaImports() {}

    static HostImports.Builder addTo(HostImports.Builder imports) {
        imports.instance("fuscia:kv/kv@0.1.0")
                .function("get", (call, args) -> call.attachment(CallContext.class)
                        .keyValues()
                        .get((String) args[0]))
                .function("set", (call, args) -> {
                    call.attachment(CallContext.class).keyValues().set((String) args[0], (String) args[1]);
                    return null;
                })
                .function("delete", (call, args) -> {
                    call.attachment(CallContext.class).keyValues().delete((String) args[0]);
                    return null;
                });
        imports.instance("fuscia:config/config@0.1.0")
                .function("get", (call, args) -> call.attachment(CallContext.class)
                        .setting((String) args[0]));
        imports.instance("fuscia:log/log@0.1.0").function("log", (call, args) -> {
            LogLine.Level level = LEVELS.get((Integer) args[0]);
            call.attachment(CallContext.class).log().add(level, (String) args[1]);
            return null;
        });
        return imports;
    }
}
