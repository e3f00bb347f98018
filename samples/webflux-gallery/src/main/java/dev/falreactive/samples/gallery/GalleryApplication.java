package dev.falreactive.samples.gallery;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/** One page that makes images: on an emulator unless told otherwise, on fal with {@code FAL_KEY} in the environment. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GalleryApplication {

    /**
     * Runs the application.
     *
     * @param args such as {@code --server.port=8080}, or 0 for a free port
     */
    public static void main(String... args) {
        SpringApplication.run(GalleryApplication.class, args);
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        System.out.println(
                "The gallery is open: http://localhost:" + event.getWebServer().getPort() + "/");
    }
}
