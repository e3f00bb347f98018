package dev.falreactive.guards;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Netty's leak detector, which writes each report to the file that {@code fal.guards.leakReport} names; the build fails if
 * there is one. Netty makes it by the system property {@code io.netty.customResourceLeakDetector}.
 *
 * <p>A buffer that a test leaks to see whether the guard is on is touched with {@link #ON_PURPOSE}: its report is kept
 * apart.
 *
 * @param <T> what may leak
 */
public final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {

    /** The hint that marks a leak as meant. */
    public static final String ON_PURPOSE = "leaked on purpose to see that the guard is on";

    private static final List<String> REPORTS_ON_PURPOSE = new CopyOnWriteArrayList<>();

    /**
     * Made by Netty.
     *
     * @param resourceType what may leak
     * @param samplingInterval one in how many is watched
     */
    public RecordingLeakDetector(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
    }

    /**
     * Made by Netty.
     *
     * @param resourceType what may leak
     * @param samplingInterval one in how many is watched
     * @param maxActive without meaning
     */
    public RecordingLeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
        super(resourceType, samplingInterval);
    }

    /** {@return the reports about what was leaked on purpose} */
    public static List<String> reportsOnPurpose() {
        return List.copyOf(REPORTS_ON_PURPOSE);
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        if (records.contains(ON_PURPOSE)) {
            REPORTS_ON_PURPOSE.add(records);
        } else {
            write("LEAK: " + resourceType + records);
        }
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        write("LEAK (untraced): " + resourceType);
    }

    private static void write(String report) {
        String file = System.getProperty("fal.guards.leakReport");
        System.err.println(report);
        if (file != null) {
            try {
                Files.writeString(
                        Path.of(file),
                        report + System.lineSeparator(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
