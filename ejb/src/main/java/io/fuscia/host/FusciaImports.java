package io.fuscia.host;

import io.fuscia.wit.runtime.HostImports;

/** The {@code fuscia:kv}, {@code fuscia:config} and {@code fuscia:log} imports; each works on the call's context. */
final class FusciaImports {
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
            LogLine.Level level = LogLine.Level.values()[(Integer) args[0]];
            call.attachment(CallContext.class).log().add(level, (String) args[1]);
            return null;
        });
        return imports;
    }
}
