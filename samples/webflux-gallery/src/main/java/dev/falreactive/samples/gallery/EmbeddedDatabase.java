package dev.falreactive.samples.gallery;

import io.r2dbc.h2.H2ConnectionConfiguration;
import io.r2dbc.h2.H2ConnectionFactory;
import io.r2dbc.h2.H2ConnectionOption;
import io.r2dbc.spi.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** H2 in one file beside the images, unless {@code spring.r2dbc.url} names a database. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "spring.r2dbc.url", havingValue = "embedded", matchIfMissing = true)
class EmbeddedDatabase {

    @Bean
    ConnectionFactory connectionFactory(GalleryProperties gallery) throws IOException {
        Path directory = Files.createDirectories(gallery.directory()).toAbsolutePath();
        return new H2ConnectionFactory(H2ConnectionConfiguration.builder()
                .file(directory.resolve("jobs").toString())
                .username("sa")
                .password("")
                .property(H2ConnectionOption.DB_CLOSE_DELAY, "-1")
                .build());
    }

    /** H2 writes what is committed up to half a second later, from memory: a kill in between would lose a paid ticket. */
    @Bean
    Durability checkpoints(ConnectionFactory connectionFactory) {
        DatabaseClient database = DatabaseClient.create(connectionFactory);
        return () -> database.sql("checkpoint sync").then();
    }
}
