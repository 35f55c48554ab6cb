package io.fuscia.web.server;

import static io.fuscia.input.JsonValues.JSON;

import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** {@code /server}: what a load test has to know of the process that it loads. */
@Path("server")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ServerResource {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Processors, Java, and what the process used since its start. */
    @GET
    public JsonObject show() {
        Runtime runtime = Runtime.getRuntime();
        return JSON.createObjectBuilder()
                .add("java", System.getProperty("java.version"))
                .add("processors", runtime.availableProcessors())
                .add("uptime_ms", ManagementFactory.getRuntimeMXBean().getUptime())
                .add("cpu_ms", cpuMillis())
                .add("heap_used_bytes", runtime.totalMemory() - runtime.freeMemory())
                .add("threads", ManagementFactory.getThreadMXBean().getThreadCount())
                .build();
    }

    /** By name: the bean's class is not one that a deployment sees. -1 where the JVM does not know. */
    private static long cpuMillis() {
        try {
            Object nanos = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "ProcessCpuTime");
            return ((Number) nanos).longValue() / NANOS_PER_MILLI;
        } catch (JMException e) {
            return -1;
        }
    }
}
