package dev.falreactive.emulator;

import dev.falreactive.EndpointId;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The queue without a socket: a request goes in, an answer comes out, time and chance are handed in. It has no thread of
 * its own. Safe for use by several threads.
 */
public final class EmulatedQueue {

    private final ConfigValues config;
    private final Routes routes;
    private final Gate gate;
    private final Links links;
    private final Map<EndpointId, Model> models;
    private final JobLife life;
    private final RelayTongue tongue;
    private final Gallery gallery;
    private final Deque<JobScript> scripts = new ArrayDeque<>();
    private final Ids ids;
    private final WebhookOutbox outbox;
    private final WebhookKeyRing webhookKeys;
    private long submitted;

    private EmulatedQueue(ConfigValues config, RandomGenerator random, InputImages images) {
        this.gallery = new Gallery(images);
        this.config = config;
        this.routes = new Routes(config.pathPrefix());
        this.gate = new Gate(config);
        this.links = new Links(config);
        this.ids = new Ids(random);
        this.outbox = new WebhookOutbox(config.webhooks());
        this.webhookKeys = new WebhookKeyRing(config.webhooks());
        Map<EndpointId, Model> byApp = new HashMap<>();
        config.echoApps().forEach(app -> byApp.put(app, new EchoModel()));
        byApp.put(FluxLora.ID, new FluxLoraModel(config.promptFaults()));
        this.models = Collections.unmodifiableMap(byApp);
        this.tongue = new RelayTongue(config.relay());
        this.life = new JobLife(config, models, images, ids, new StatusBody(links, tongue));
    }

    /**
     * An empty queue. It delivers no webhooks: that takes a socket.
     *
     * @param config how it behaves; port, keep-alive, clock, ledger and faults have no meaning here
     * @param random makes request ids, and seeds for those who ask for none
     * @return the queue
     */
    public static EmulatedQueue create(EmulatorConfig config, RandomGenerator random) {
        return new EmulatedQueue(config.values(), random, new InputImages());
    }

    /** One whose inputs may name files that were uploaded. */
    static EmulatedQueue create(ConfigValues config, RandomGenerator random, InputImages.Uploads uploads) {
        return new EmulatedQueue(config, random, new InputImages(uploads));
    }

    /**
     * Takes a request. Of a status stream, gives the first event only. An answer that holds images draws them, which takes
     * a second for a large one.
     *
     * @param request the request; its URI is absolute, its body complete, its headers hold the credential
     * @param now what time it is; an earlier time than before counts as the time before
     * @return the answer
     */
    public WireResponse handle(WireRequest request, Instant now) {
        Reply reply = reply(request, now);
        if (reply instanceof Reply.Ready ready) {
            return ready.response();
        }
        if (reply instanceof Reply.Drawn drawn) {
            return drawn.draw(gallery);
        }
        Reply.Stream stream = (Reply.Stream) reply;
        byte[] event = frame(stream.requestId(), stream.logs(), now)
                .map(SseText::event)
                .orElseGet(() -> new byte[0]);
        return new WireResponse(stream.code(), stream.headers(), event, now);
    }

    /**
     * Says how the next job that is submitted goes. Called several times, it says so for as many jobs, in order.
     *
     * @param script how it goes
     */
    public synchronized void nextJob(JobScript script) {
        scripts.add(script);
    }

    /**
     * Puts a job into a state, in which it stays until it is put into another one or cancelled. It leaves its runner.
     *
     * @param requestId the job
     * @param step the state
     * @param now what time it is
     * @throws IllegalArgumentException if there is no such job
     */
    public synchronized void steer(String requestId, JobScript.Step step, Instant now) {
        life.steer(known(requestId, now), step, now);
    }

    /** Makes calls about one job go wrong; {@link IllegalArgumentException} if there is no such job. */
    synchronized void inject(String requestId, FaultRule rule, Instant now) {
        known(requestId, now).faults().add(rule);
    }

    /** The next fault for a call about this very job. */
    synchronized Optional<Fault> fault(String requestId, Phase phase) {
        return life.job(requestId).flatMap(job -> job.faults().take(phase));
    }

    synchronized void clearFaults() {
        life.clearFaults();
    }

    private Job known(String requestId, Instant now) {
        life.advance(now);
        return life.job(requestId).orElseThrow(() -> new IllegalArgumentException("no job " + requestId));
    }

    /** Says how the webhook of the next job that has one is delivered. */
    synchronized void nextWebhook(WebhookScript script) {
        outbox.next(script);
    }

    /** Keeps webhooks for somebody who delivers them, and tells him of each submit that names one. */
    synchronized void deliverWebhooks(Runnable onSubmit) {
        outbox.collectedBy(onSubmit);
    }

    synchronized boolean awaitsWebhooks() {
        return !outbox.isEmpty();
    }

    /** Takes out the webhooks of jobs that have ended. */
    synchronized List<DueWebhook> dueWebhooks(Instant now) {
        if (outbox.isEmpty()) {
            return List.of();
        }
        life.advance(now);
        return outbox.collect(job -> life.settle(job, now), job -> job.wentBack() ? ids.requestId(now) : job.id());
    }

    WebhookKeyRing webhookKeys() {
        return webhookKeys;
    }

    Gallery gallery() {
        return gallery;
    }

    Route route(WireRequest request) {
        return routes.parse(request.method(), request.uri().getRawPath());
    }

    /** What a request to the port for direct calls asks for. */
    Route directRoute(WireRequest request) {
        return routes.direct(request.method(), request.uri().getRawPath());
    }

    Reply reply(WireRequest request, Instant now) {
        return reply(request, now, UnaryOperator.identity());
    }

    /** The change is made to the script of the job that a submit makes. */
    Reply reply(WireRequest request, Instant now, UnaryOperator<JobScript> change) {
        return reply(route(request), request, now, change);
    }

    synchronized Reply reply(Route route, WireRequest request, Instant now, UnaryOperator<JobScript> change) {
        return tongue.spoken(inFalsWords(route, request, now, change));
    }

    private Reply inFalsWords(Route route, WireRequest request, Instant now, UnaryOperator<JobScript> change) {
        life.advance(now);
        if (route instanceof Route.Direct direct) {
            return direct(direct, request, now, change);
        }
        if (route instanceof Route.Submit submit) {
            return new Reply.Ready(submit(submit, request, now, change));
        }
        if (route instanceof Route.OfJob ofJob) {
            return ofJob(ofJob, request, now);
        }
        if (route instanceof Route.Media media) {
            return media(media, now);
        }
        if (route instanceof Route.WebhookKeySet) {
            return new Reply.Ready(Answers.json(webhookKeys.published(), now));
        }
        return new Reply.Ready(
                route instanceof Route.WrongMethod
                        ? Answers.detail(405, "Method Not Allowed", now)
                        : Answers.detail(404, "Not Found", now));
    }

    /** What a stream tells now; empty if the job is gone. Of a scripted job, each call tells the next step. */
    synchronized Optional<Frame> frame(String requestId, boolean logs, Instant now) {
        life.advance(now);
        return life.job(requestId).map(job -> life.frame(job, logs, now));
    }

    /** Forgets a job's images if the call is about them, else the job. */
    synchronized void forget(String requestId, Route call, Instant now) {
        life.advance(now);
        if (call instanceof Route.Media) {
            life.forgetPictures(requestId);
        } else {
            life.forget(requestId);
        }
    }

    private WireResponse submit(Route.Submit route, WireRequest request, Instant now, UnaryOperator<JobScript> change) {
        Optional<WireResponse> refusal = refusal(route.endpoint(), route.path(), request.headers(), now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        EndpointId endpoint = route.endpoint().orElseThrow();
        String id = ids.requestId(now);
        Optional<Instant> startBy;
        Optional<Integer> maxLength;
        try {
            startBy = StartTimeout.read(request.headers()).map(now::plus);
            maxLength = Query.get(request.uri(), "fal_max_queue_length").map(EmulatedQueue::queueLength);
        } catch (IllegalArgumentException e) {
            return Answers.of(400, id, Fields.of("detail", e.getMessage(), "error_type", "bad_request"), now);
        }
        if (maxLength.filter(max -> life.waiting() > max).isPresent() || !life.makeRoom()) {
            return Answers.of(429, id, Fields.of("detail", "Queue is full: too many requests are waiting"), now);
        }
        boolean low =
                request.headers().get(Headers.PRIORITY).filter("low"::equals).isPresent();
        Job job = new Job(
                submission(id, endpoint, now, low, startBy, change, request),
                request.body(),
                config.queueTime(),
                config.runTime());
        WireResponse accepted = life.submitted(job, now);
        Query.get(request.uri(), Query.WEBHOOK).ifPresent(url -> outbox.add(job, url));
        return accepted;
    }

    private Job.Submission submission(
            String id,
            EndpointId endpoint,
            Instant now,
            boolean low,
            Optional<Instant> startBy,
            UnaryOperator<JobScript> change,
            WireRequest request) {
        JobScript script = Optional.ofNullable(scripts.poll()).orElseGet(JobScript::ordinary);
        return new Job.Submission(
                id,
                endpoint,
                now,
                submitted++,
                low,
                startBy,
                change.apply(script),
                links.urlBase(request.uri()),
                links.mediaBase(request.uri()));
    }

    /** Who may not pass, or asks for what is not there. */
    private Optional<WireResponse> refusal(
            Optional<EndpointId> endpoint, String path, WireHeaders headers, Instant now) {
        if (endpoint.isEmpty()) {
            return Optional.of(Answers.detail(404, "Application \"" + path + "\" not found", now));
        }
        EndpointId id = endpoint.get();
        return gate.refuse(headers, id.app(), now)
                .or(() -> models.containsKey(id.app())
                        ? Optional.empty()
                        : Optional.of(Answers.detail(404, "Application \"" + id.alias() + "\" not found", now)));
    }

    private Reply direct(Route.Direct route, WireRequest request, Instant now, UnaryOperator<JobScript> change) {
        Optional<WireResponse> refusal = refusal(route.endpoint(), route.path(), request.headers(), now);
        if (refusal.isPresent()) {
            return new Reply.Ready(refusal.get());
        }
        String id = ids.requestId(now);
        try {
            // A runner is always free here, so it is kept; what is malformed is refused all the same.
            StartTimeout.read(request.headers());
        } catch (IllegalArgumentException e) {
            return new Reply.Ready(
                    Answers.of(400, id, Fields.of("detail", e.getMessage(), "error_type", "bad_request"), now));
        }
        Job.Submission run =
                submission(id, route.endpoint().orElseThrow(), now, false, Optional.empty(), change, request);
        return life.direct(run, request.body(), route.streamed(), now);
    }

    private Reply ofJob(Route.OfJob route, WireRequest request, Instant now) {
        Optional<WireResponse> missing = tongue.missing(route.call(), now);
        if (missing.isPresent()) {
            return new Reply.Ready(missing.get());
        }
        WireHeaders headers = request.headers();
        Optional<Job> found = life.job(route.requestId())
                .filter(job -> job.submission().endpoint().app().equals(route.app()));
        // fal looks an id up before it asks who wants to know.
        boolean anonymous = headers.get(Headers.AUTHORIZATION).isEmpty();
        Optional<WireResponse> refusal =
                anonymous && found.isEmpty() ? Optional.empty() : gate.refuse(headers, route.app(), now);
        if (refusal.isPresent()) {
            return new Reply.Ready(refusal.get());
        }
        if (found.isEmpty()) {
            return new Reply.Ready(Answers.notFound(route.requestId(), now));
        }
        Job job = found.get();
        boolean logs = Query.wantsLogs(request.uri());
        return switch (route.call()) {
            case STATUS -> new Reply.Ready(life.status(job, logs, now));
            case STREAM -> new Reply.Stream(job.id(), logs, SseText.HEADERS.with(Headers.REQUEST_ID, job.id()));
            case CANCEL -> new Reply.Ready(life.cancel(job, now));
            default -> life.result(job, now);
        };
    }

    private Reply media(Route.Media route, Instant now) {
        Optional<PictureSpec> picture =
                life.picture(route.requestId(), route.index()).filter(spec -> spec.format() == route.format());
        return picture.<Reply>map(spec -> new Reply.Drawn(
                        200,
                        WireHeaders.none()
                                .with(Headers.CONTENT_TYPE, spec.format().contentType()),
                        gallery -> gallery.picture(spec),
                        now))
                .orElseGet(() -> new Reply.Ready(Answers.detail(404, "Not Found", now)));
    }

    private static int queueLength(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid fal_max_queue_length: not an integer");
        }
    }
}
