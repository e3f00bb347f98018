package dev.falreactive.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.Wire;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** R12: where the key goes. */
@Fuzzed
class AddressFuzzTest {

    @FuzzTest
    void endpointId(byte[] input) {
        EndpointId id;
        try {
            id = EndpointId.of(new String(input, UTF_8));
        } catch (FalException.InvalidInput e) {
            Expect.text(e);
            return;
        }
        Expect.that(EndpointId.of(id.toString()).equals(id), () -> "does not come back: " + id);
        String whole = id.app() + id.path().map(path -> "/" + path).orElse("");
        Expect.that(whole.equals(id.toString()), () -> "falls apart: " + id);
        Jobs.hold(QueueTicket.of(id, Wire.ID, Wire.NOW));
    }

    @FuzzTest
    void baseUrl(byte[] input) {
        String given = new String(input, UTF_8);
        FalConfig config;
        try {
            config = FalConfig.builder()
                    .baseUrl(given)
                    .allowInsecureHost("inside.example")
                    .build();
        } catch (FalException.InvalidInput e) {
            Expect.text(e);
            return;
        }
        URI base = config.baseUrl();
        boolean plain = base.getScheme().equals("http");
        Expect.that(plain || base.getScheme().equals("https"), () -> "another scheme: " + base);
        Expect.that(!plain || isNear(base.getHost()), () -> "the key without TLS: " + base);
        Expect.that(base.getRawUserInfo() == null && base.getRawQuery() == null, () -> "more than a base: " + base);
        Expect.that(base.getRawFragment() == null, () -> "more than a base: " + base);
        Expect.that(!base.toString().endsWith("/"), () -> "a slash at the end: " + base);
        FalConfig again = FalConfig.builder()
                .baseUrl(base.toString())
                .allowInsecureHost("inside.example")
                .build();
        Expect.that(again.baseUrl().equals(base), () -> "does not come back: " + base);
        if (!plain || !base.getHost().equals("inside.example")) {
            Jobs.goTo(base.toString(), Wire.TICKET);
        }
    }

    private static boolean isNear(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.startsWith("127.")
                || host.equals("inside.example");
    }

    /** A URL that a server names, in three lines: endpoint, request id, URL. */
    @FuzzTest
    void returnedUrl(byte[] input) {
        String[] lines = Canary.put(new String(input, UTF_8)).split("\n", 3);
        Endpoint<Map<String, @Nullable Object>, ?> endpoint;
        try {
            endpoint = Endpoint.json(lines[0]);
        } catch (FalException.InvalidInput e) {
            return;
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        String id = lines.length > 1 ? lines[1] : "";
        answer.put("request_id", id.isEmpty() ? null : id);
        for (String name : new String[] {"status_url", "response_url", "cancel_url"}) {
            answer.put(name, lines.length > 2 ? lines[2] : null);
        }
        QueueProtocol protocol = new QueueProtocol(
                FalConfig.builder().credentials(Canary.credentials()).build());
        Exchange<QueueTicket> submit = protocol.submit(endpoint, Map.of(), SubmitOptions.defaults());
        Outcome<QueueTicket> outcome =
                submit.decode(Wire.answer(200, new String(Codec.map().write(answer), UTF_8)));
        if (outcome instanceof Outcome.Success<QueueTicket> success) {
            Jobs.hold(success.value());
            Canary.isNotIn(success.value().toJson());
        } else {
            Expect.failure((Outcome.Failure<?>) outcome, Optional.empty());
        }
    }
}
