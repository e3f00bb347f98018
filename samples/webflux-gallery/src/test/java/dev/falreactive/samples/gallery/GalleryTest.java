package dev.falreactive.samples.gallery;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** The application as it is, on a port and in a directory of its own, with an emulator that is quick. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "gallery.directory=target/galleries/${random.uuid}",
            "gallery.changes-per-minute=1000000",
            "gallery.max-running=12",
            "gallery.fetch-pause=10ms",
            "fal.emulator.enabled=true",
            "fal.emulator.runners=8",
            "fal.emulator.queue-time=10ms",
            "fal.emulator.run-time=20ms",
            "fal.poll.pause=10ms",
            "fal.retry.first-pause=10ms",
            "fal.retry.max-pause=20ms",
            "fal.retry.max-failures=2",
            "fal.balance.breaker=false",
        })
@interface GalleryTest {}
