package io.fuscia.wit.runtime;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.machine.CodeFolder;
import io.fuscia.wit.machine.CoreModule;
import io.fuscia.wit.machine.UnsupportedModuleException;
import io.fuscia.wit.model.ByteRange;
import io.fuscia.wit.validation.CoreCodeCheck;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Checks the code of core modules by parsing them for the machine, and keeps what it parsed. Not thread-safe. */
public final class ParsedModules implements CoreCodeCheck {
    private final Map<Integer, CoreModule> modules = new HashMap<>();

    private final Optional<CodeFolder> compiled;

    /** Nothing is parsed yet. */
    public ParsedModules() {
        this(Optional.empty());
    }

    /** Takes modules from a folder of compiled code where it has them. */
    ParsedModules(Optional<CodeFolder> compiled) {
        this.compiled = compiled;
    }

    @Override
    public void check(ByteRange module) {
        try {
            modules.put(module.start(), CoreModule.parse(module.toByteArray(), compiled));
        } catch (UnsupportedModuleException e) {
            String message = "core module: " + e.getMessage();
            if (e.malformed()) {
                throw new MalformedComponentException(message, module.start());
            }
            throw new InvalidComponentException(message, module.start());
        }
    }

    CoreModule get(ByteRange module) {
        return modules.get(module.start());
    }
}
