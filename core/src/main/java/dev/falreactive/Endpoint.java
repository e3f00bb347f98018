package dev.falreactive;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model behind the queue: its id, how its input is written and checked, and how its output is read.
 *
 * @param <I> the input's type
 * @param <O> the output's type
 */
public final class Endpoint<I, O> {

    private final EndpointId id;
    private final Codec<I> input;
    private final Codec<O> output;
    private final Function<? super I, List<Violation>> check;

    private Endpoint(EndpointId id, Codec<I> input, Codec<O> output, Function<? super I, List<Violation>> check) {
        this.id = Objects.requireNonNull(id, "id");
        this.input = Objects.requireNonNull(input, "input");
        this.output = Objects.requireNonNull(output, "output");
        this.check = Objects.requireNonNull(check, "check");
    }

    /**
     * An endpoint with codecs of your own. Its input is not checked before it is sent.
     *
     * @param id the endpoint's id
     * @param input writes the input
     * @param output reads the output
     * @param <I> the input's type
     * @param <O> the output's type
     * @return the endpoint
     */
    public static <I, O> Endpoint<I, O> of(EndpointId id, Codec<I> input, Codec<O> output) {
        return new Endpoint<>(id, input, output, value -> List.of());
    }

    /**
     * An endpoint with codecs of your own. Its input is not checked before it is sent.
     *
     * @param id the endpoint's id
     * @param input writes the input
     * @param output reads the output
     * @param <I> the input's type
     * @param <O> the output's type
     * @return the endpoint
     * @throws FalException.InvalidInput if the id is not one
     */
    public static <I, O> Endpoint<I, O> of(String id, Codec<I> input, Codec<O> output) {
        return of(EndpointId.of(id), input, output);
    }

    /**
     * An endpoint whose input and output are classes that Jackson can bind. Its input is not checked before it is sent.
     *
     * @param id the endpoint's id
     * @param input the input's class
     * @param output the output's class
     * @param <I> the input's type
     * @param <O> the output's type
     * @return the endpoint
     * @throws FalException.InvalidInput if the id is not one
     */
    public static <I, O> Endpoint<I, O> of(String id, Class<I> input, Class<O> output) {
        return of(EndpointId.of(id), Codec.of(input), Codec.of(output));
    }

    /**
     * Any endpoint, its input and output as JSON objects. Its input is not checked before it is sent.
     *
     * @param id the endpoint's id
     * @return the endpoint
     * @throws FalException.InvalidInput if the id is not one
     */
    public static Endpoint<Map<String, @Nullable Object>, Map<String, @Nullable Object>> json(String id) {
        return of(EndpointId.of(id), Codec.map(), Codec.map());
    }

    /**
     * The same endpoint with its input checked against a schema before it is sent.
     *
     * @param schema the schema
     * @return a new endpoint
     */
    public Endpoint<I, O> withSchema(InputSchema schema) {
        Objects.requireNonNull(schema, "schema");
        return withCheck(value -> schema.check(input.write(value, Endpoint::urlToBe)));
    }

    /**
     * The same endpoint with a check of its input in place of the present one.
     *
     * @param check finds every violation of an input; an input without any is sent
     * @return a new endpoint
     */
    public Endpoint<I, O> withCheck(Function<? super I, List<Violation>> check) {
        return new Endpoint<>(id, input, output, check);
    }

    /** A file without a URL will have one of this form. */
    static String urlToBe(InputFile file) {
        return file.isUploaded() ? file.url() : "https://files.invalid/not-uploaded-yet";
    }

    /** {@return the endpoint's id} */
    public EndpointId id() {
        return id;
    }

    /** {@return how the input is written} */
    public Codec<I> input() {
        return input;
    }

    /** {@return how the output is read} */
    public Codec<O> output() {
        return output;
    }

    /**
     * Checks an input.
     *
     * @param value the input
     * @return what is wrong with it, empty if it may be sent
     */
    public List<Violation> check(I value) {
        return List.copyOf(check.apply(value));
    }

    @Override
    public String toString() {
        return "Endpoint[" + id + "]";
    }
}
