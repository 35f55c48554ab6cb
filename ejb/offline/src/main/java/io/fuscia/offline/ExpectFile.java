package io.fuscia.offline;

import io.fuscia.workflow.document.LocatedDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * An expect file as read.
 *
 * @param workflow the workflow's file
 * @param others files of workflows that it calls
 * @param components folders whose folders hold components
 * @param document the text's places
 */
record ExpectFile(
        Path file,
        Path workflow,
        List<Path> others,
        List<Path> components,
        List<TestCase> tests,
        LocatedDocument document) {
    ExpectFile {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(workflow, "workflow");
        others = List.copyOf(others);
        components = List.copyOf(components);
        tests = List.copyOf(tests);
        Objects.requireNonNull(document, "document");
    }
}
