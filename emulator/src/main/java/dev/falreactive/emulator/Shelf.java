package dev.falreactive.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The jobs and images that are kept, until they expire or there are too many. */
final class Shelf {

    private record Album(String requestId, List<PictureSpec> pictures, Instant expiresAt) {}

    private final Map<String, Job> jobs = new HashMap<>();
    private final TreeSet<Job> ended =
            new TreeSet<>(Comparator.comparing(Job::expiresAt).thenComparing(Job::id));
    private final Map<String, Album> albums = new HashMap<>();
    private final Deque<Album> albumsByAge = new ArrayDeque<>();
    private final int maxJobs;
    private final Duration imageRetention;

    Shelf(ConfigValues config) {
        this.maxJobs = config.maxJobs();
        this.imageRetention = config.imageRetention();
    }

    /** Whether there is room for one more job; makes it by dropping an ended one. */
    boolean makeRoom() {
        if (jobs.size() >= maxJobs && !ended.isEmpty()) {
            remove(ended.first());
        }
        return jobs.size() < maxJobs;
    }

    void add(Job job) {
        jobs.put(job.id(), job);
    }

    Optional<Job> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    Collection<Job> jobs() {
        return jobs.values();
    }

    /** Must be called after the job has ended. */
    void ended(Job job) {
        ended.add(job);
    }

    /** Must be called before an ended job is made to go on. */
    void goesOn(Job job) {
        ended.remove(job);
    }

    void remove(Job job) {
        ended.remove(job);
        jobs.remove(job.id());
    }

    void removePictures(String requestId) {
        albums.remove(requestId);
    }

    void add(String requestId, List<PictureSpec> pictures, Instant at) {
        if (pictures.isEmpty()) {
            return;
        }
        Album album = new Album(requestId, pictures, at.plus(imageRetention));
        albums.put(requestId, album);
        albumsByAge.add(album);
        if (albumsByAge.size() > maxJobs) {
            drop(albumsByAge.remove());
        }
    }

    Optional<PictureSpec> picture(String requestId, int index) {
        return Optional.ofNullable(albums.get(requestId))
                .filter(album -> index < album.pictures().size())
                .map(album -> album.pictures().get(index));
    }

    void expire(Instant now) {
        while (!ended.isEmpty() && !ended.first().expiresAt().isAfter(now)) {
            remove(ended.first());
        }
        while (!albumsByAge.isEmpty() && !albumsByAge.element().expiresAt().isAfter(now)) {
            drop(albumsByAge.remove());
        }
    }

    private void drop(Album album) {
        albums.remove(album.requestId(), album);
    }
}
