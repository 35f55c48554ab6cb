package io.fuscia.it.inside;

import io.fuscia.it.server.FusciaServer;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The application as it is shipped, with a test put into its web module. */
final class Application {
    private Application() {}

    /** {@code fuscia.ear} of this build, with these classes and AssertJ added to {@code web.war}. */
    static EnterpriseArchive with(Class<?>... tests) {
        File built = FusciaServer.root().resolve("ear/target/fuscia.ear").toFile();
        EnterpriseArchive ear = ShrinkWrap.createFromZipFile(EnterpriseArchive.class, built);
        WebArchive war = ear.getAsType(WebArchive.class, "web.war");
        war.addClasses(tests).addAsLibrary(ShrinkWrap.createFromZipFile(JavaArchive.class, jarOf(Assertions.class)));
        return ear;
    }

    private static File jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toFile();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
