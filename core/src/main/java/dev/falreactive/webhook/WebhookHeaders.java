package dev.falreactive.webhook;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a delivery, looked up without regard to case. A method reference makes one of what a server has:
 *
 * <ul>
 *   <li>Servlet: {@code request::getHeader}
 *   <li>Spring WebFlux: {@code request.getHeaders()::getFirst}
 *   <li>Netty, Reactor Netty: {@code request.requestHeaders()::get}
 *   <li>a map: {@link #of(Map)}, {@link #ofLists(Map)}
 * </ul>
 */
@FunctionalInterface
public interface WebhookHeaders {

    /**
     * The first value of a header, as it was sent.
     *
     * @param name the header, in any case
     * @return its value, or null if it is not there
     */
    @Nullable
    String first(String name);

    /**
     * Headers from a map.
     *
     * @param values the values by name, in any case
     * @return the headers
     */
    static WebhookHeaders of(Map<String, String> values) {
        TreeMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(values);
        return copy::get;
    }

    /**
     * Headers from a map of lists.
     *
     * @param values the values by name, in any case
     * @return the headers
     */
    static WebhookHeaders ofLists(Map<String, List<String>> values) {
        TreeMap<String, String> firsts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.forEach((name, all) -> all.stream().findFirst().ifPresent(first -> firsts.put(name, first)));
        return firsts::get;
    }
}
