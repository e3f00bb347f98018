package dev.falreactive;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A JSON Schema (draft 2020-12) that an endpoint's input is checked against before anything is sent.
 *
 * <p>The only class that knows the schema library. References to other documents are not followed.
 */
public final class InputSchema {

    private final String document;
    private final Schema schema;

    private InputSchema(String document) {
        this.document = document;
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources(false)));
        this.schema = registry.getSchema(document, InputFormat.JSON);
        // The library reads its texts from the class path when the first check fails, which may be on an event loop.
        registry.getSchema("false", InputFormat.JSON)
                .validate("0", InputFormat.JSON)
                .forEach(InputSchema::violation);
        check(new byte[] {'{', '}'});
    }

    /**
     * Reads a schema.
     *
     * @param document a JSON Schema of draft 2020-12
     * @return the schema
     * @throws IllegalArgumentException if the document is not JSON
     */
    public static InputSchema parse(String document) {
        Json.readObject(document.getBytes(StandardCharsets.UTF_8));
        return new InputSchema(document);
    }

    /**
     * Reads a schema that lies beside a class, as the models' own do.
     *
     * @param beside the class
     * @param name the resource's name, relative to the class
     * @return the schema
     * @throws IllegalArgumentException if there is no such resource
     */
    public static InputSchema resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name + " beside " + beside.getName());
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks an input and finds everything that is wrong with it, not only the first thing.
     *
     * @param json the input, as JSON in UTF-8
     * @return the violations in the order of their pointers, empty if there are none
     */
    public List<Violation> check(byte[] json) {
        List<Error> errors;
        try {
            errors = schema.validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (RuntimeException e) {
            // The library's own error is not passed on: its text may quote the input, its type is not ours.
            return List.of(new Violation(
                    "", "type", "must be JSON, with numbers of at most 1,000 digits and texts of at most 100 million"));
        }
        return errors.stream()
                .map(InputSchema::violation)
                .distinct()
                .sorted(java.util.Comparator.comparing(Violation::pointer).thenComparing(Violation::keyword))
                .toList();
    }

    /** {@return the schema document, as it was given} */
    public String document() {
        return document;
    }

    private static Violation violation(Error error) {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
            pointer.append('/')
                    .append(escape(String.valueOf(error.getInstanceLocation().getElement(i))));
        }
        if (error.getProperty() != null) {
            pointer.append('/').append(escape(error.getProperty()));
        }
        return new Violation(pointer.toString(), error.getKeyword(), readable(error));
    }

    private static String readable(Error error) {
        String message = error.getMessage();
        int afterLocation = message.startsWith("/") || message.startsWith("$") || message.startsWith(":")
                ? message.indexOf(": ")
                : -1;
        return afterLocation < 0 ? message : message.substring(afterLocation + 2);
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    @Override
    public String toString() {
        return "InputSchema" + document.lines().limit(1).toList();
    }
}
