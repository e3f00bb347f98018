package dev.falreactive.emulator;

import dev.falreactive.EndpointId;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The URLs that answers hold. */
final class Links {

    private final ConfigValues config;

    Links(ConfigValues config) {
        this.config = config;
    }

    /** Where images are: always here, whatever origin the other URLs name. */
    String mediaBase(URI requested) {
        String origin = config.publicUrl().orElseGet(() -> requested.getScheme() + "://" + requested.getRawAuthority());
        return origin + config.pathPrefix();
    }

    /** What the URLs of a job begin with: a relay passes fal's own on, without its prefix. */
    String urlBase(URI requested) {
        return config.namedOrigin().orElseGet(() -> mediaBase(requested));
    }

    /** Adds the URLs of a job. */
    void addTo(Map<String, @Nullable Object> body, Job.Submission job) {
        EndpointId app = job.endpoint().app();
        String base = job.urlBase() + "/" + app + "/requests/" + job.id();
        body.put("response_url", base);
        body.put("status_url", base + "/status");
        if (!config.omitCancelUrl()) {
            body.put("cancel_url", base + "/cancel");
        }
    }
}
