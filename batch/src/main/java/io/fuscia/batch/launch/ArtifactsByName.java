package io.fuscia.batch.launch;

import java.io.InputStream;

/**
 * The module's class loader without its {@code META-INF/batch.xml}. The runtime looks for that file at each start, finds
 * an XML parser through the service loader, and parses it, which took longer than all the rest of a start; batch
 * artifacts are CDI beans here and found by name. The file stays in the module for runtimes that go by it.
 */
final class ArtifactsByName extends ClassLoader {
    private static final String BATCH_XML = "META-INF/batch.xml";

    static {
        registerAsParallelCapable();
    }

    ArtifactsByName(ClassLoader module) {
        super(module);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        return name.equals(BATCH_XML) ? null : super.getResourceAsStream(name);
    }
}
