package dev.falreactive.protocol;

import dev.falreactive.Codec;
import dev.falreactive.DirectOptions;
import dev.falreactive.DirectResult;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.InputFile;
import dev.falreactive.SubmitOptions;
import java.net.URI;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Calls that have no queue, as values: the answer to the request is the model's output. Sends nothing. Such a run is paid
 * for and has no ticket, so it is sent again only if it provably was not accepted, and whoever leaves it has lost it.
 */
public final class DirectProtocol {

    private static final String STREAM = "/stream";

    private final FalConfig config;
    private final UnaryOperator<String> redactor;

    /**
     * The calls for one configuration.
     *
     * @param config the configuration
     */
    public DirectProtocol(FalConfig config) {
        this.config = Objects.requireNonNull(config, "config");
        this.redactor = QueueProtocol.redactor(config);
    }

    /**
     * Runs a model.
     *
     * @param endpoint what to run
     * @param input the input
     * @param options what else to say
     * @param urls says what to write for a file; asked once for each that the input holds
     * @param <I> the input's type
     * @param <O> the output's type
     * @return the exchange that brings the output
     * @throws FalException.InvalidInput if the input breaks the endpoint's rules; the error names all of them
     */
    public <I, O> Exchange<DirectResult<O>> run(
            Endpoint<I, O> endpoint, I input, DirectOptions options, Function<InputFile, String> urls) {
        byte[] body = QueueProtocol.body(endpoint, input, urls);
        DirectDecoder<O> decoder = decoder(endpoint, body, endpoint.output());
        return new Exchange<>(
                request(JobPaths.submit(config.directUrl(), endpoint.id()), QueueProtocol.COMMON, body, options.said()),
                config.maxResultBytes(),
                decoder::decode,
                decoder::failed);
    }

    /**
     * Runs a model that tells of its output while it makes it.
     *
     * @param endpoint what to run; {@code /stream} is added to its id unless it ends so
     * @param input the input
     * @param element reads an event, partial outputs as well as the last one
     * @param options what else to say
     * @param urls says what to write for a file; asked once for each that the input holds
     * @param <I> the input's type
     * @param <P> what an event brings
     * @return the exchange whose events are outputs, ever more complete; and how to read an answer that is no stream
     * @throws FalException.InvalidInput if the input breaks the endpoint's rules; the error names all of them
     */
    public <I, P> DirectStream<P> stream(
            Endpoint<I, ?> endpoint,
            I input,
            Codec<P> element,
            DirectOptions options,
            Function<InputFile, String> urls) {
        byte[] body = QueueProtocol.body(endpoint, input, urls);
        DirectDecoder<P> decoder = decoder(endpoint, body, element);
        WireRequest request = request(
                streamUri(JobPaths.submit(config.directUrl(), endpoint.id())),
                QueueProtocol.COMMON.with(HeaderNames.ACCEPT, EventExchange.CONTENT_TYPE),
                body,
                options.said());
        return new DirectStream<>(
                new EventExchange<>(
                        request, config.maxResultBytes(), decoder::event, decoder::noStream, decoder::failed),
                new Exchange<>(request, config.maxResultBytes(), decoder::whole, decoder::failed));
    }

    private <P> DirectDecoder<P> decoder(Endpoint<?, ?> endpoint, byte[] body, Codec<P> output) {
        return new DirectDecoder<>(
                new SubmitDecoder(
                        endpoint.id(),
                        Digest.sha256(body),
                        redactor,
                        new SubmitDecoder.Choices(config.resendsSubmitOnEdge503(), false),
                        "; a direct run has no ticket to go on with"),
                output);
    }

    private static WireRequest request(URI uri, WireHeaders common, byte[] body, SubmitOptions said) {
        return new WireRequest(
                HttpMethod.POST,
                uri,
                SubmitHeaders.of(common.with(HeaderNames.CONTENT_TYPE, QueueProtocol.JSON), said),
                body);
    }

    private static URI streamUri(URI run) {
        return run.getRawPath().endsWith(STREAM) ? run : URI.create(run + STREAM);
    }
}
