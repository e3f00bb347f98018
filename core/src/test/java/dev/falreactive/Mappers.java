package dev.falreactive;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Plain mappers of both Jackson generations, as an application has them. */
public interface Mappers {

    <T> T read(String json, Class<T> type);

    String write(Object value);

    static Stream<Named<Mappers>> both() {
        return Stream.of(Named.of("Jackson 2", new Jackson2()), Named.of("Jackson 3", new Jackson3()));
    }

    record Jackson2() implements Mappers {

        private static final com.fasterxml.jackson.databind.ObjectMapper MAPPER =
                new com.fasterxml.jackson.databind.ObjectMapper();

        @Override
        public <T> T read(String json, Class<T> type) {
            try {
                return MAPPER.readValue(json, type);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public String write(Object value) {
            try {
                return MAPPER.writeValueAsString(value);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    record Jackson3() implements Mappers {

        private static final tools.jackson.databind.json.JsonMapper MAPPER =
                tools.jackson.databind.json.JsonMapper.builder().build();

        @Override
        public <T> T read(String json, Class<T> type) {
            try {
                return MAPPER.readValue(json, type);
            } catch (tools.jackson.core.JacksonException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public String write(Object value) {
            return MAPPER.writeValueAsString(value);
        }
    }
}
