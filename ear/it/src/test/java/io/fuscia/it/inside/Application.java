package io.fuscia.it.inside;

import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.LoopbackHttp;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The application as it is shipped, with a test put into its web module. */
final class Application {
    private Application() {}

    /** {@code fuscia.ear} of this build, with these classes and what they assert with added to {@code web.war}. */
    static EnterpriseArchive with(Class<?>... tests) {
        File built = FusciaServer.root().resolve("ear/target/fuscia.ear").toFile();
        EnterpriseArchive ear = ShrinkWrap.createFromZipFile(EnterpriseArchive.class, built);
        ear.getAsType(WebArchive.class, "web.war")
                .addClasses(tests)
                .addClasses(
                        LoopbackHttp.class,
                        LoopbackHttp.Received.class,
                        LoopbackHttp.Reply.class,
                        LoopbackHttp.Handler.class)
                // The server's modules see of the JDK what they ask for.
                .setManifest(new StringAsset("Manifest-Version: 1.0\nDependencies: jdk.httpserver\n"))
                .addAsLibraries(library(Assertions.class), library(Awaitility.class), library(Matcher.class));
        return ear;
    }

    private static JavaArchive library(Class<?> type) {
        try {
            Path jar = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            return ShrinkWrap.createFromZipFile(JavaArchive.class, jar.toFile());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
