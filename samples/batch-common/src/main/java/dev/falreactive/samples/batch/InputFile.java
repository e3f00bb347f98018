package dev.falreactive.samples.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A text file in UTF-8 with one job a line; blank lines and those that start with # say nothing. */
final class InputFile {

    private interface Maker {
        BatchJob job(int position, int line, String text);
    }

    private InputFile() {}

    static List<BatchJob> prompts(Path file) throws IOException {
        return read(file, BatchJob::prompt);
    }

    static List<BatchJob> tickets(Path file) throws IOException {
        return read(file, BatchJob::ticket);
    }

    private static List<BatchJob> read(Path file, Maker maker) throws IOException {
        List<BatchJob> jobs = new ArrayList<>();
        int line = 0;
        for (String raw : Files.readAllLines(file)) {
            line++;
            String text = (line == 1 && raw.startsWith("\uFEFF") ? raw.substring(1) : raw).strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                jobs.add(maker.job(jobs.size() + 1, line, text));
            }
        }
        return List.copyOf(jobs);
    }
}
