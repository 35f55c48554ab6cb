package io.fuscia.it.layout;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.fuscia.it.server.FusciaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The room table: a failing rule means that code is in the wrong module, not that the rule is too narrow. */
class RoomsTest {
    private static final String WIT = "io.fuscia.wit..";
    private static final String BATCH = "io.fuscia.batch..";
    private static final String WEB = "io.fuscia.web..";
    private static final String CLI = "io.fuscia.cli..";

    /** Source folders of the modules, by the package all their classes are in. */
    private static final Map<String, String> MODULES = Map.of(
            "wit", "io.fuscia.wit",
            "batch", "io.fuscia.batch",
            "web", "io.fuscia.web",
            "web/cli", "io.fuscia.cli");

    private static final JavaClasses ALL = new ClassFileImporter()
            .importPaths(Stream.of("wit", "ejb", "ejb/offline", "batch", "web", "web/cli")
                    .map(module -> FusciaServer.root().resolve(module).resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList());

    private static final DescribedPredicate<JavaClass> DOMAIN = resideInAPackage("io.fuscia..")
            .and(DescribedPredicate.not(resideInAnyPackage(WIT, BATCH, WEB, CLI)))
            .as("the domain (module ejb)");

    @Test
    void witUsesOnlyTheJdkAndChicory() {
        classes()
                .that()
                .resideInAPackage(WIT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(WIT, "java..", "javax.net.ssl..", "jdk..", "com.dylibso.chicory..")
                .check(ALL);
    }

    @Test
    void chicoryStaysBehindWit() {
        noClasses()
                .that()
                .resideOutsideOfPackage(WIT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.dylibso.chicory..")
                .check(ALL);
    }

    /** Whatever implements or calls an interface of components does so through what was generated from its text. */
    @Test
    void onlyBindingsLiftValues() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fuscia.wit.abi..", "io.fuscia.wit.runtime..", "io.fuscia.wit.bindings..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.fuscia\\.wit\\.abi\\.(ResultValue|VariantValue|Lifting).*")
                .check(ALL);
    }

    @Test
    void domainKnowsNeitherBatchNorRest() {
        noClasses()
                .that(DOMAIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BATCH, WEB, CLI, "jakarta.batch..", "org.jberet..", "jakarta.ws.rs..")
                .check(ALL);
    }

    @Test
    void batchUsesTheDomainOnly() {
        noClasses()
                .that()
                .resideInAPackage(BATCH)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WIT, WEB, CLI, "jakarta.persistence..", "jakarta.ws.rs..")
                .check(ALL);
    }

    @Test
    void jberetAndTheServersInsideAreUsedOnlyToLaunch() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fuscia.batch.launch..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.jberet..", "org.wildfly.extension.batch..", "org.jboss.as.server..", "org.jboss.msc..")
                .check(ALL);
    }

    @Test
    void webUsesTheDomainOnly() {
        noClasses()
                .that()
                .resideInAPackage(WEB)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WIT, BATCH, CLI, "jakarta.persistence..", "jakarta.batch..", "org.jberet..")
                .check(ALL);
    }

    @Test
    void commandLineKnowsOnlyTheRestInterface() {
        noClasses()
                .that()
                .resideInAPackage(CLI)
                .should()
                .dependOnClassesThat(resideInAPackage("io.fuscia..").and(DescribedPredicate.not(resideInAPackage(CLI))))
                .check(ALL);
    }

    @Test
    void resourcesAreJaxRsAndBatchletsAreBatchlets() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .and()
                .resideOutsideOfPackage(WIT) // there, a resource is a Component Model resource
                .should()
                .beAnnotatedWith("jakarta.ws.rs.Path")
                .andShould()
                .resideInAPackage(WEB)
                .check(ALL);
        classes()
                .that()
                .haveSimpleNameEndingWith("Batchlet")
                .should()
                .beAssignableTo("jakarta.batch.api.Batchlet")
                .allowEmptyShould(true)
                .check(ALL);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Utils?|Helpers?|Base)")
                .check(ALL);
    }

    @Test
    void nothingSleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(ALL);
    }

    /** Two funnels: jobs are launched where executions are started, and nodes are run by the steps of jobs. */
    @Test
    void everyStartGoesThroughExecutions() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fuscia.execution..")
                .should()
                .callMethodWhere(callsTo("io.fuscia.execution.ExecutionLauncher", "launch"))
                .because("runs are started by io.fuscia.execution.Executions")
                .check(ALL);
    }

    @Test
    void everyNodeGoesThroughNodeRunner() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fuscia.execution..", "io.fuscia.batch.step..", "io.fuscia.offline..")
                .should()
                .callMethodWhere(callsTo("io.fuscia.execution.NodeRunner", "run"))
                .because("only the steps of a batch job, or what stands for one without a server, run nodes")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fuscia.execution..", "io.fuscia.task..", "io.fuscia.offline..")
                .should()
                .callMethodWhere(callsTo("io.fuscia.task.TaskRunner", "run"))
                .because("io.fuscia.execution.NodeRunner decides when a task runs, and keeps what comes of it;"
                        + " mocks stand before the runner and pass on what is not mocked")
                .check(ALL);
    }

    private static DescribedPredicate<JavaCall<?>> callsTo(String owner, String method) {
        return DescribedPredicate.describe(
                owner + "." + method,
                call -> call.getTargetOwner().getFullName().equals(owner)
                        && call.getName().equals(method));
    }

    @Test
    void modulesHoldOnlyTheirOwnPackages() {
        MODULES.forEach((module, packageName) -> {
            JavaClasses compiled = new ClassFileImporter()
                    .importPath(FusciaServer.root().resolve(module).resolve("target/classes"));
            classes()
                    .should()
                    .resideInAPackage(packageName + "..")
                    .allowEmptyShould(true)
                    .check(compiled);
        });
    }

    @Test
    void everyPackageSaysWhatItOwns() throws IOException {
        for (String module : List.of("wit", "ejb", "batch", "web", "web/cli")) {
            Path sources = FusciaServer.root().resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                List<Path> silent = files.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                        .toList();
                assertThat(silent)
                        .as("packages of %s without package-info.java", module)
                        .isEmpty();
            }
        }
    }
}
