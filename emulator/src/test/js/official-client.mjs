// Drives fal's own JavaScript client against the emulator: node official-client.mjs QUEUE_URL DIRECT_URL
import assert from "node:assert/strict";
import { createFalClient, ApiError, ValidationError } from "@fal-ai/client";

const base = process.argv[2];
const direct = process.argv[3];
const app = "fal-ai/flux-lora";

// The client hard-codes fal's hosts, so its fetch is pointed elsewhere.
const here = (url) =>
  url.replace("https://queue.fal.run", base).replace("https://rest.fal.ai", base).replace("https://fal.run", direct);
const fal = createFalClient({
  credentials: "emulator-id:emulator-secret",
  fetch: (url, init) => fetch(here(String(url)), init),
});

let passed = 0;
let failed = 0;
async function check(name, body) {
  try {
    await body();
    passed++;
    console.log(`ok - ${name}`);
  } catch (e) {
    failed++;
    console.log(`FAILED - ${name}: ${e.stack}`);
  }
}

await check("submit answers with a ticket", async () => {
  const ticket = await fal.queue.submit(app, { input: { prompt: "a cat" } });
  assert.equal(ticket.status, "IN_QUEUE");
  assert.ok(ticket.request_id);
  assert.ok(ticket.response_url.endsWith(`/${app}/requests/${ticket.request_id}`));
  assert.equal(ticket.queue_position, 0);
});

await check("status reports log lines and the end, result the images", async () => {
  const { request_id: requestId } = await fal.queue.submit(app, { input: { prompt: "a cat", seed: 7 } });
  let status;
  do {
    status = await fal.queue.status(app, { requestId, logs: true });
  } while (status.status !== "COMPLETED");
  assert.ok(status.logs.some((line) => line.message === "Loading model"));
  assert.ok(status.metrics.inference_time > 0);
  const result = await fal.queue.result(app, { requestId });
  assert.equal(result.requestId, requestId);
  assert.equal(result.data.seed, 7);
  assert.equal(result.data.images.length, 1);
  const image = await fetch(result.data.images[0].url);
  assert.equal(image.status, 200);
  assert.equal(image.headers.get("content-type"), "image/jpeg");
  assert.ok((await image.arrayBuffer()).byteLength > 8000);
});

for (const mode of ["polling", "streaming"]) {
  await check(`subscribe by ${mode} sees each state`, async () => {
    const states = [];
    const lines = [];
    const result = await fal.subscribe(app, {
      input: { prompt: `a cat, by ${mode}`, num_images: 2 },
      mode,
      pollInterval: 20,
      logs: true,
      onQueueUpdate: (update) => {
        states.push(update.status);
        lines.push(...(update.logs ?? []).map((line) => line.message));
      },
    });
    assert.deepEqual([...new Set(states)], ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]);
    assert.ok(lines.includes("Loading model"), `log lines: ${lines}`);
    assert.equal(result.data.images.length, 2);
    assert.equal(result.data.prompt, `a cat, by ${mode}`);
  });
}

await check("subscribe to a path of the app", async () => {
  const result = await fal.subscribe(`${app}/image-to-image`, {
    input: { prompt: "a cat", image_url: "https://example.com/a.png" },
    pollInterval: 20,
  });
  assert.equal(result.data.images.length, 1);
});

await check("streamStatus ends with COMPLETED", async () => {
  const { request_id: requestId } = await fal.queue.submit(app, { input: { prompt: "a dog" } });
  const stream = await fal.queue.streamStatus(app, { requestId, logs: true });
  const seen = [];
  for await (const status of stream) {
    seen.push(status.status);
  }
  assert.equal(seen[0], "IN_QUEUE");
  assert.equal(seen.at(-1), "COMPLETED");
  assert.equal((await stream.done()).status, "COMPLETED");
});

await check("cancel ends the job", async () => {
  const { request_id: requestId } = await fal.queue.submit(app, { input: { prompt: "a cat" } });
  await fal.queue.cancel(app, { requestId });
  assert.equal((await fal.queue.status(app, { requestId })).status, "COMPLETED");
  const error = await fal.queue.result(app, { requestId }).catch((e) => e);
  assert.ok(error instanceof ApiError);
  assert.equal(error.status, 499);
  const late = await fal.queue.cancel(app, { requestId }).catch((e) => e);
  assert.equal(late.status, 400);
  assert.deepEqual(late.body, { status: "ALREADY_COMPLETED" });
});

await check("invalid input is a ValidationError of the result", async () => {
  const error = await fal
    .subscribe(app, { input: { num_images: 9 }, pollInterval: 20 })
    .catch((e) => e);
  assert.ok(error instanceof ValidationError);
  assert.equal(error.status, 422);
  assert.ok(error.requestId);
  assert.equal(error.getFieldErrors("prompt")[0].type, "missing");
  assert.deepEqual(error.getFieldErrors("num_images")[0].ctx, { le: 4 });
  assert.equal(error.fieldErrors.length, 2);
});

await check("a result that is not there yet is a 400", async () => {
  const { request_id: requestId } = await fal.queue.submit(app, { input: { prompt: "a cat" } });
  const error = await fal.queue.result(app, { requestId }).catch((e) => e);
  assert.equal(error.status, 400);
  assert.equal(error.body.detail, "Request is still in progress");
});

await check("an unknown app is a 404", async () => {
  const error = await fal.queue.submit("fal-ai/no-such-app", { input: {} }).catch((e) => e);
  assert.equal(error.status, 404);
});

await check("run answers with the output, without a queue", async () => {
  const result = await fal.run(app, { input: { prompt: "a cat", seed: 7 } });
  assert.ok(result.requestId);
  assert.equal(result.data.seed, 7);
  assert.equal(result.data.images.length, 1);
  const image = await fetch(result.data.images[0].url);
  assert.equal(image.status, 200);
});

await check("run reports invalid input at once", async () => {
  const error = await fal.run(app, { input: { num_images: 9 } }).catch((e) => e);
  assert.ok(error instanceof ValidationError);
  assert.equal(error.status, 422);
  assert.equal(error.getFieldErrors("prompt")[0].type, "missing");
});

await check("stream brings a picture that sharpens, and is done with the output", async () => {
  const stream = await fal.stream(app, { input: { prompt: "a cat", seed: 7, image_size: "square" } });
  const events = [];
  for await (const event of stream) {
    events.push(event);
  }
  assert.equal(events.length, 5);
  assert.ok(events.every((event) => event.images.length === 1 && event.seed === 7));
  assert.equal(new Set(events.map((event) => event.images[0].url)).size, 5);
  const output = await stream.done();
  assert.deepEqual(output, events.at(-1));
  assert.ok(output.timings.inference > 0);
  assert.equal((await fetch(output.images[0].url)).status, 200);
});

await check("stream of invalid input fails with its errors", async () => {
  const stream = await fal.stream(app, { input: { num_images: 9 } });
  const error = await stream.done().catch((e) => e);
  assert.equal(error.status, 422);
});

await check("storage.upload stores a blob", async () => {
  const url = await fal.storage.upload(new File(["a small file"], "small file.txt", { type: "text/plain" }));
  assert.ok(url.startsWith(base));
  const stored = await fetch(url);
  assert.equal(stored.headers.get("content-type"), "text/plain");
  assert.equal(await stored.text(), "a small file");
});

await check("storage.upload stores a large blob in parts", async () => {
  const piece = new Uint8Array(1024 * 1024);
  const pieces = Array.from({ length: 91 }, (_, i) => piece.slice().fill(i));
  const url = await fal.storage.upload(new Blob([...pieces, "end"], { type: "video/mp4" }));
  const stored = await fetch(url);
  assert.equal(Number(stored.headers.get("content-length")), 91 * 1024 * 1024 + 3);
  let at = 0;
  let right = true;
  for await (const chunk of stored.body) {
    for (let i = 0; i < chunk.length; i += 4096) {
      const expected = at + i < 91 * 1024 * 1024 ? Math.floor((at + i) / (1024 * 1024)) : "end".charCodeAt(0);
      right &&= at + i >= 91 * 1024 * 1024 || chunk[i] === expected;
    }
    at += chunk.length;
  }
  assert.ok(right);
});

await check("a blob in an input is stored and its URL is sent", async () => {
  const ticket = await fal.queue.submit(app, {
    input: { prompt: "a cat", image_url: new Blob(["pixels"], { type: "image/png" }) },
  });
  assert.ok(ticket.request_id);
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
