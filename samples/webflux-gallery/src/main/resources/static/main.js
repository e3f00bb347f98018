import * as api from "./api.js";
import { make, motion, say, toast } from "./dom.js";
import { build } from "./schema-form.js";
import { follow } from "./stream.js";
import { viewer } from "./viewer.js";
import { count, wall } from "./wall.js";
import { complaint } from "./words.js";

const IDEAS = [
  "A fox asleep in fresh snow, first light",
  "A lighthouse made of stained glass, storm at dusk",
  "An old tram climbing a hill of lemon trees",
  "A library in a greenhouse, ferns on the shelves",
];

const at = (id) => document.getElementById(id);
const formElement = at("form");
const send = at("send");
let form;
let paid = false;
/** The job that is on its way, until the gallery has answered for it. */
let pending = null;

function number() {
  const input = form.read();
  return Number(input.num_images ?? 1);
}

function label() {
  const images = number();
  say(send, images === 1 ? "Make an image" : `Make ${images} images`);
  say(at("send-hint"), paid ? (images === 1 ? "It is billed to the gallery's fal account." : "Each is billed to the gallery's fal account.") : "");
}

function key(input) {
  return JSON.stringify(input, (name, value) => (typeof value === "bigint" ? `${value}n` : value));
}

/** The same settings keep their id until there is an answer: sent twice, they are one job. */
async function submit() {
  if (pending?.busy) return;
  const input = form.read();
  if (pending?.key !== key(input)) pending = { id: api.newId(), key: key(input) };
  const mine = pending;
  mine.busy = true;
  send.setAttribute("aria-disabled", "true");
  form.clear();
  say(at("form-error"), "");
  try {
    const job = await api.submit(mine.id, input);
    pending = null;
    gallery.taken(job);
    toast("On its way.");
    // On a narrow screen the card is out of sight, below the form.
    if (at("wall").getBoundingClientRect().top > innerHeight * 0.8) {
      at("wall-title").scrollIntoView({ behavior: motion() ? "smooth" : "auto", block: "start" });
    }
  } catch (error) {
    const violations = error.violations ?? [];
    if (error instanceof api.Problem) pending = null;
    const left = form.show(violations);
    const many = violations.length - left.length;
    const intro = violations.length === 0 ? error.message : many === 0 ? "" : many === 1 ? "One setting needs a look." : `${many} settings need a look.`;
    say(at("form-error"), [intro, ...left.map(complaint)].filter(Boolean).join(" "));
  } finally {
    mine.busy = false;
    send.removeAttribute("aria-disabled");
  }
}

const open = viewer();

async function attempt(act, done) {
  try {
    await act();
    if (done) toast(done);
  } catch (error) {
    toast(error.message);
  }
}

const gallery = wall(at("wall"), {
  view: open,
  cancel: (job) => attempt(() => api.cancel(job.id), "Asked the queue to stop it."),
  remove: (job) => attempt(() => api.remove(job.id), "Taken off the wall."),
  copySeed: (job) => attempt(() => navigator.clipboard.writeText(job.seed), `Copied the seed ${job.seed}.`),
  retry(job) {
    form.clear();
    form.write({ ...job.input, seed: job.seed ?? job.input.seed });
    label();
    say(at("form-error"), "");
    formElement.scrollIntoView({ block: "start" });
    const wrong = job.trouble?.violations ?? [];
    if (wrong.length > 0) form.show(wrong);
    else form.focus();
    toast("The form holds its settings. Change what you like.");
  },
}, (all, running) => {
  at("empty").hidden = all > 0;
  count(at("count"), all, running);
});

function told(job) {
  const before = gallery.card(job);
  if (!before?.running || job.running) return;
  const prompt = (job.input.prompt ?? "").slice(0, 60);
  toast(job.state === "done" ? `Ready: ${prompt}` : `${job.trouble?.title ?? "Ended"}: ${prompt}`);
}

function backend({ backend: where, host }) {
  paid = where !== "emulator";
  const element = at("backend");
  element.replaceChildren(make("b", { text: where === "emulator" ? "Emulator" : where === "fal" ? "fal" : host }),
    where === "emulator" ? " — drawn on this machine, nothing is billed" : " — images are billed");
}

async function start() {
  const [schema, place] = await Promise.all([api.schema(), api.about()]);
  form = build(schema, at("main-fields"), at("more-fields"));
  backend(place);
  label();
  formElement.addEventListener("input", label);
  formElement.addEventListener("change", label);
  formElement.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  // The second click of a double click is not a second job.
  send.addEventListener("click", (event) => { if (event.detail > 1) event.preventDefault(); });
  formElement.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); submit(); }
  });
  at("ideas").append(...IDEAS.map((idea) => make("li", {}, make("button", {
    class: "chip", type: "button", text: idea, onclick: () => { form.write({ ...form.read(), prompt: idea }); form.focus(); },
  }))));
  follow({ snapshot: gallery.snapshot, card: told, removed: gallery.removed, status: gallery.status },
    (on) => say(at("line"), on ? "" : "No connection to the gallery. Jobs go on; trying again…"));
  document.documentElement.dataset.ready = "true";
}

start().catch((error) => say(at("form-error"), `The gallery did not start: ${error.message} Reload the page to try again.`));
