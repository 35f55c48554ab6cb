package io.fuscia.batch.launch;

import io.fuscia.batch.jsl.JslCompiler;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import org.jberet.spi.JobXmlResolver;

/**
 * Tells the server at deployment that jobs named {@value JslCompiler#JOB_ID} will run here, so that its management model
 * and console show every run. There is no text behind the name: such a job is started for an execution only, and a
 * start by name is refused because nothing is found.
 */
public final class AnnouncedJob implements JobXmlResolver {
    private static final String FILE = JslCompiler.JOB_ID + ".xml";

    @Override
    public Collection<String> getJobXmlNames(ClassLoader classLoader) {
        return List.of(FILE);
    }

    @Override
    public String resolveJobName(String jobXml, ClassLoader classLoader) {
        return FILE.equals(jobXml) ? JslCompiler.JOB_ID : null;
    }

    @Override
    public InputStream resolveJobXml(String jobXml, ClassLoader classLoader) {
        return null;
    }
}
