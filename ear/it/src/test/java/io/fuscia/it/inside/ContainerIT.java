package io.fuscia.it.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuscia.execution.ExecutionDetail;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.ExecutionStatus;
import io.fuscia.execution.Executions;
import io.fuscia.execution.StartRequest;
import io.fuscia.execution.TaskStatus;
import io.fuscia.it.server.LoopbackHttp;
import io.fuscia.workflow.WorkflowId;
import io.fuscia.workflow.Workflows;
import io.fuscia.workflow.document.DocumentFormat;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The container gives the shipped application what it builds on: CDI, EJB, JPA, JTA and Batch. */
@ExtendWith(ArquillianExtension.class)
class ContainerIT {
    @Inject
    private Workflows workflows;

    @Inject
    private Executions executions;

    @EJB
    private Rows rows;

    @Resource(lookup = "java:/jdbc/FusciaDS")
    private DataSource database;

    @Deployment
    static Archive<?> application() {
        return Application.with(ContainerIT.class, Rows.class);
    }

    @Test
    void mapsEntitiesWithEclipseLink() {
        assertThat(rows.provider()).startsWith("org.eclipse.persistence.");
        assertThat(rows.executions()).isNotNegative();
    }

    @Test
    void commitsToDerbyWithRealSync() throws SQLException {
        try (Connection connection = database.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("Apache Derby");
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        }
        assertThat(System.getProperty("derby.system.durability")).isNull();
    }

    @Test
    void runsAWorkflowAsABatchJob() {
        try (LoopbackHttp http = LoopbackHttp.start().json("/greeting", "{\"hello\": \"world\"}")) {
            workflows.apply("""
                    workflow_id: inside
                    name: Inside the server
                    nodes:
                      - {node_id: start, type: trigger, trigger_type: manual}
                      - {node_id: call, type: http, method: GET, url: "%s"}
                    edges:
                      - [start, call]
                    """.formatted(http.uri("/greeting")), DocumentFormat.YAML);

            ExecutionId id = executions
                    .start(StartRequest.of(
                            new WorkflowId("inside"), Json.createObjectBuilder().build()))
                    .execution()
                    .id();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> detail(id).execution().status().isTerminal());
            assertThat(detail(id).execution().status()).as("%s", detail(id)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(detail(id).tasks()).extracting(task -> task.status()).containsOnly(TaskStatus.SUCCEEDED);
            assertThat(http.received("/greeting")).hasSize(1);
        }
    }

    private ExecutionDetail detail(ExecutionId id) {
        return executions.find(id).orElseThrow();
    }
}
