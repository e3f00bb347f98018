package dev.falreactive.emulator;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a model is given.
 *
 * @param path what the endpoint id has behind the app, empty for nothing
 * @param body as it was submitted, not looked at yet
 * @param mediaBase where images are served, without the job's own part
 * @param runTime how long the run takes
 * @param randomSeed gives a seed to a job that asks for none
 * @param images what the input's URLs stand for
 * @param streamed whether the output is told of while it is made: then there is one image
 */
record RunInput(
        String requestId,
        String path,
        byte[] body,
        String mediaBase,
        Duration runTime,
        Supplier<Long> randomSeed,
        Images images,
        boolean streamed) {

    /** What a URL stands for. */
    interface Images {
        Original at(String url) throws InputImages.BadImage;
    }
}
