package dev.falreactive.samples.gallery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much the gallery does and keeps.
 *
 * @param directory where images are kept
 * @param keep how many jobs that ended are kept, with their images
 * @param maxRunning how many jobs may run at once, whoever submitted them
 * @param changesPerMinute how often one address may submit, cancel or remove, on average; as many may come at once
 * @param maxTabsPerAddress how many event streams one address may hold open
 * @param maxImage how large an image may be
 * @param fetchPause how long to pause before an image is fetched again that its server did not hand out; doubled each time
 * @param hosts the names by which the page may be reached; a request for another one is refused, so that no other site
 *     can point its own name at this machine
 */
@ConfigurationProperties("gallery")
public record GalleryProperties(
        @DefaultValue("gallery-data") Path directory,
        @DefaultValue("200") int keep,
        @DefaultValue("40") int maxRunning,
        @DefaultValue("30") int changesPerMinute,
        @DefaultValue("20") int maxTabsPerAddress,
        @DefaultValue("32MB") DataSize maxImage,
        @DefaultValue("2s") Duration fetchPause,

        @DefaultValue({"localhost", "127.0.0.1", "[::1]"}) List<String> hosts) {}
