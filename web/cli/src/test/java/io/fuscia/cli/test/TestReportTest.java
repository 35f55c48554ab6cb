package io.fuscia.cli.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.api.ApiClient;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Which files are meant, and what is said of them. */
class TestReportTest {
    private static final String REPORT = """
            {"files": [
              {"file": "a.expect.yaml", "workflow_id": "a", "tests": [
                {"name": "is <right>", "passed": true, "duration_ms": 1500, "failures": [], "log": ["n info: hi \\u0000"]},
                {"name": "is wrong", "passed": false, "duration_ms": 2, "log": [],
                 "failures": [{"pointer": "/tests/1", "line": 7, "column": 3, "message": "it is not so"}]}]},
              {"file": "b.expect.yaml", "error": {"file": "b.yaml", "code": "invalid-definition", "message": "not valid",
                "errors": [{"pointer": "/nodes", "code": "missing_key", "message": "needs nodes", "line": 1, "column": 1}]}}]}
            """;

    @TempDir
    Path folder;

    @Test
    void findsExpectFilesInFoldersAndBesideWorkflows() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("x/y"));
        Path one = Files.createFile(folder.resolve("one.expect.yaml"));
        Path two = Files.createFile(deep.resolve("two.expect.yaml"));
        Path workflow = Files.createFile(folder.resolve("one.json"));
        assertThat(ExpectFiles.find(List.of(folder))).containsExactly(one, two);
        assertThat(ExpectFiles.find(List.of(workflow, one))).containsExactly(one);
    }

    @Test
    void refusesWhatHasNoTests() throws IOException {
        Path workflow = Files.createFile(folder.resolve("one.yaml"));
        assertThatThrownBy(() -> ExpectFiles.find(List.of(workflow)))
                .isInstanceOf(UsageProblem.class)
                .hasMessageContaining("one.expect.yaml is not there");
        assertThatThrownBy(() -> ExpectFiles.find(List.of(folder))).hasMessageContaining("ends with .expect.yaml");
        assertThatThrownBy(() -> ExpectFiles.find(List.of(folder.resolve("none"))))
                .hasMessageContaining("no file");
    }

    @Test
    void writesASuiteForEachFile() throws Exception {
        Path file = folder.resolve("reports/junit.xml");
        JUnitReport.write(file, report());
        Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        Element a = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertThat(a.getAttribute("tests")).isEqualTo("2");
        assertThat(a.getAttribute("failures")).isEqualTo("1");
        assertThat(a.getAttribute("time")).isEqualTo("1.502");
        Element right = (Element) a.getElementsByTagName("testcase").item(0);
        assertThat(right.getAttribute("name")).isEqualTo("is <right>");
        assertThat(right.getTextContent()).isEqualTo("n info: hi \uFFFD");
        Element failure = (Element) a.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("a.expect.yaml:7:3 /tests/1 it is not so");
        Element b = (Element) xml.getElementsByTagName("testsuite").item(1);
        assertThat(b.getAttribute("errors")).isEqualTo("1");
        assertThat(b.getTextContent()).contains("b.yaml:1:1 /nodes needs nodes");
    }

    private static JsonObject report() {
        return ApiClient.parse(REPORT).asJsonObject();
    }
}
