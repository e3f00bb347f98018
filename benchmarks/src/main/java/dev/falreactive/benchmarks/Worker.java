package dev.falreactive.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A client in a process of its own. It does what a line of standard input says, and answers with one line; ends with its
 * standard input. What it costs is seen from outside.
 */
interface Worker extends AutoCloseable {

    /**
     * Makes status calls of endless jobs.
     *
     * @param concurrency how many at a time
     * @param calls how many in all
     */
    void poll(int concurrency, int calls) throws Exception;

    /**
     * Waits for the ends of jobs.
     *
     * @param load which jobs
     * @return from the end of each job that counts to the moment that this client knew, in milliseconds
     */
    Lags lag(Load load) throws Exception;

    @Override
    default void close() {}

    /** What becomes of lines that only some client knows. */
    default String other(String[] words) throws Exception {
        throw new IllegalArgumentException(String.join(" ", words));
    }

    /** Serves until standard input ends. */
    static void serve(Worker worker) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(answer(worker, line.split(" ")));
            System.out.flush();
        }
        worker.close();
        // Threads of some clients outlive them.
        Runtime.getRuntime().exit(0);
    }

    private static String answer(Worker worker, String[] words) {
        try {
            switch (words[0]) {
                case "poll":
                    worker.poll(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                    return "done";
                case "lag":
                    return worker.lag(Load.parse(words)).toString();
                default:
                    return worker.other(words);
            }
        } catch (Exception e) {
            return "failed " + e + Arrays.toString(e.getStackTrace());
        }
    }
}
