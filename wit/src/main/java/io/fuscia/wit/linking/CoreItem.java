package io.fuscia.wit.linking;

import java.util.Map;

/** A core instance while its component is flattened. */
sealed interface CoreItem {
    /** Returns an export. */
    CoreReference export(String name);

    /** An instance of a module. */
    record Instance(int coreInstance) implements CoreItem {
        @Override
        public CoreReference export(String name) {
            return new CoreReference.Export(coreInstance, name);
        }
    }

    /** A bundle of other definitions. */
    record Bundle(Map<String, CoreReference> exports) implements CoreItem {
        @Override
        public CoreReference export(String name) {
            return exports.get(name);
        }
    }
}
