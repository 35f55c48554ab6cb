package io.fuscia.batch.launch;

import io.fuscia.artifact.Digest;
import io.fuscia.batch.jsl.JslCompiler;
import io.fuscia.workflow.LockedWorkflow;
import java.io.ByteArrayInputStream;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.jberet.job.model.Job;
import org.jberet.job.model.JobParser;

/**
 * Compiled and parsed jobs by the content of their workflow: what a launch needs, made once. The runtime copies a job
 * before it runs it, so one can be shared. Thread-safe.
 */
final class ParsedJobs {
    private static final int MOST = 256;

    private final Map<Digest, SoftReference<Job>> jobs = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, SoftReference<Job>> eldest) {
            return size() > MOST;
        }
    };

    /** The workflow's job. Made by two at once, it is made twice, and alike. */
    Job of(LockedWorkflow workflow, ClassLoader classLoader) {
        Job known = known(workflow.digest());
        if (known != null) {
            return known;
        }
        Job job = parse(JslCompiler.compile(workflow), classLoader);
        synchronized (jobs) {
            jobs.put(workflow.digest(), new SoftReference<>(job));
        }
        return job;
    }

    private Job known(Digest digest) {
        synchronized (jobs) {
            SoftReference<Job> reference = jobs.get(digest);
            return reference == null ? null : reference.get();
        }
    }

    static Job parse(String jsl, ClassLoader classLoader) {
        try {
            return JobParser.parseJob(
                    new ByteArrayInputStream(jsl.getBytes(StandardCharsets.UTF_8)),
                    classLoader,
                    (publicId, systemId, baseUri, namespace) -> null);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a compiled job cannot be read back", e);
        }
    }
}
