// fal's own JavaScript client as a worker: node worker.mjs http://127.0.0.1:PORT
// Does what a line of standard input says, and answers with one line.
import readline from "node:readline";
import { createFalClient } from "@fal-ai/client";

const base = process.argv[2];
const app = "fal-ai/flux-lora";
// The client hard-codes fal's host, so its fetch is pointed elsewhere.
const fal = createFalClient({
  credentials: "benchmark:secret",
  fetch: (url, init) => fetch(String(url).replace("https://queue.fal.run", base), init),
});

const job = (endsAt, number) => `until-${endsAt}-${String(number).padStart(16, "0")}`;
const never = 9_999_999_999_999;

async function poll(concurrency, calls) {
  let left = calls;
  const loop = async (number) => {
    const requestId = job(never, number);
    while (left-- > 0) {
      await fal.queue.status(app, { requestId });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_, number) => loop(number)));
  return "done";
}

async function lag(watches, millis, spread, jobs, uncounted) {
  const lags = [];
  const watch = async (number) => {
    await new Promise((begin) => setTimeout(begin, Math.floor((number * spread) / watches)));
    for (let i = 0; i < jobs; i++) {
      const endsAt = Date.now() + millis;
      await fal.queue.subscribeToStatus(app, { requestId: job(endsAt, number) });
      if (i >= uncounted) {
        lags.push(Date.now() - endsAt);
      }
    }
  };
  await Promise.all(Array.from({ length: watches }, (_, number) => watch(number)));
  lags.sort((a, b) => a - b);
  const at = (share) => lags[Math.min(lags.length - 1, Math.floor(share * lags.length))];
  return `${at(0.5)} ${at(0.95)} ${at(1)}`;
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const [verb, ...words] = line.split(" ");
  try {
    console.log(await { poll, lag }[verb](...words.map(Number)));
  } catch (e) {
    console.log(`failed ${e.stack}`.replaceAll("\n", " "));
  }
}
