package dev.falreactive.samples.gallery;

import dev.falreactive.Codec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An event stream on a connection of its own; closing it closes the connection, as a closed tab does. */
final class Tab implements AutoCloseable {

    record Event(String name, Map<String, Object> data) {}

    private final InputStream stream;
    private final List<Event> events = new ArrayList<>();

    private Tab(InputStream stream) {
        this.stream = stream;
    }

    static Tab open(Gallery gallery) {
        Tab tab = new Tab(gallery.stream("/api/events"));
        Thread reader = new Thread(tab::read, "tab");
        reader.setDaemon(true);
        reader.start();
        return tab;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    byte[] json = line.substring(5).strip().getBytes(StandardCharsets.UTF_8);
                    add(new Event(name, Codec.map().read(json)));
                }
            }
        } catch (IOException e) {
            // Closed by the test, or the server was killed.
        }
    }

    private synchronized void add(Event event) {
        events.add(event);
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    void awaitFirst() {
        Until.isTrue(() -> !events().isEmpty(), "a snapshot");
    }

    /** The newest state of a card, as this tab was told it. */
    String state(String id) {
        return String.valueOf(card(id).get("state"));
    }

    Map<String, Object> card(String id) {
        Map<String, Map<String, Object>> cards = new LinkedHashMap<>();
        for (Event event : events()) {
            if (event.name().equals("snapshot")) {
                cards.clear();
                ((List<?>) event.data().get("cards")).forEach(card -> put(cards, card));
            } else if (event.name().equals("card")) {
                put(cards, event.data());
            } else if (event.name().equals("removed")) {
                cards.remove(event.data().get("id"));
            }
        }
        return cards.getOrDefault(id, Map.of());
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Map<String, Object>> cards, Object card) {
        Map<String, Object> map = (Map<String, Object>) card;
        cards.put((String) map.get("id"), map);
    }

    Map<String, Object> awaitState(String id, String state) {
        Until.isTrue(() -> state(id).equals(state), () -> id + " to be " + state + ", told: " + events());
        return card(id);
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
