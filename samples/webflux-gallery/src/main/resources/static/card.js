// One card: a job from "sending" to its images. It is made once and then changed, so that focus and motion stay.
import { make, motion, say } from "./dom.js";
import { elapsed, hue, inLine, progress, ratio } from "./words.js";

const MILD = new Set(["cancelled"]);

/** @param does {cancel, remove, retry, view, copySeed}: what the buttons do, each with the card's job */
export function card(does) {
  let job;
  let status;
  let shown = "";
  const text = make("span", { class: "state-text" });
  const time = make("span", { class: "elapsed" });
  const log = make("p", { class: "log" });
  const fill = make("span");
  const bar = make("div", { class: "bar unsure", "aria-hidden": "true" }, fill);
  const latent = make("div", { class: "latent" }, make("div", { class: "state" }, make("div", { class: "state-row" }, text, time), bar, log));
  const media = make("div", { class: "media" }, latent);
  const notice = make("div", { class: "notice" });
  const words = make("p", { class: "words" });
  const facts = make("p", { class: "facts" });
  const tools = make("div", { class: "tools" });
  const element = make("li", {});
  const article = make("article", { class: "card" }, media, notice, make("div", { class: "caption" }, words, facts), tools);
  element.append(article);

  function stateText() {
    if (job.cancelAsked) return "Cancelling…";
    if (job.state === "submitting") return "Sending…";
    if (!status) return "Waiting in line";
    if (status.status === "IN_QUEUE") return inLine(status.queue_position);
    if (status.status === "COMPLETED") return "Fetching the image…";
    return "Painting…";
  }

  function showState() {
    say(text, stateText());
    article.classList.toggle("waiting", !status || status.status === "IN_QUEUE");
    const line = status?.lastLine ?? "";
    say(log, line);
    log.title = line;
    const done = status?.status === "COMPLETED" ? 1 : status?.done;
    bar.classList.toggle("unsure", done === undefined || !motion());
    if (done === undefined) return;
    bar.classList.remove("unsure");
    fill.style.setProperty("--done", done);
    latent.style.setProperty("--blur", `${Math.round(34 - 22 * done)}px`);
  }

  /** Images are added as they come: those that hang already are left alone. */
  function showImages() {
    const expected = job.running ? Math.max(job.input.num_images ?? 1, job.images.length) : job.images.length;
    media.classList.toggle("many", expected > 1);
    media.classList.toggle("three", expected === 3);
    const [width, height] = ratio(job.input.image_size ?? "landscape_4_3");
    media.classList.add(width < height ? "tall" : "wide");
    const prints = [...media.querySelectorAll(".print")];
    job.images.slice(prints.length).forEach((image, offset) => {
      const index = prints.length + offset;
      const print = make("button", { class: "print", type: "button", "aria-label": `View image ${index + 1} of ${expected}`, onclick: () => does.view(job, index) },
        make("img", { src: image.url, alt: job.input.prompt ?? "", decoding: "async" }),
        image.flagged ? make("span", { class: "flag", text: "Blanked by the safety checker" }) : null);
      if (image.width && image.height) print.style.aspectRatio = `${image.width} / ${image.height}`;
      media.insertBefore(print, latent);
    });
    latent.hidden = !job.running;
    media.hidden = !job.running && job.images.length === 0;
  }

  function showTrouble() {
    notice.hidden = !job.trouble;
    notice.classList.toggle("mild", MILD.has(job.trouble?.kind) || job.running);
    if (!job.trouble) return;
    const fields = (job.trouble.violations ?? []).map((each) => `${each.pointer.slice(1).replaceAll("/", " ")}: ${each.message}`);
    notice.replaceChildren(make("p", { class: "notice-title" }, make("span", { text: job.trouble.title })),
      ...fields.map((field) => make("p", { text: field })), make("p", { text: job.trouble.text }));
  }

  function showFacts() {
    const image = job.images[0];
    const size = image?.width ? `${image.width} × ${image.height}` : "";
    const format = image ? image.file.split(".").pop().replace("jpg", "jpeg").toUpperCase() : "";
    const took = job.state === "done" ? elapsed(job.endedAt - job.createdAt).replaceAll(" ", "\u00a0") : "";
    say(facts, [size, format, job.seed ? `seed ${job.seed}` : "", took].filter(Boolean).join(" · "));
    facts.hidden = facts.textContent === "";
  }

  function showTools() {
    const name = (job.input.prompt ?? "").slice(0, 60);
    const button = (label, act) => make("button", { class: "quiet", type: "button", text: label, "aria-label": `${label}: ${name}`, onclick: act });
    const all = [];
    if (job.running && job.state !== "submitting" && !job.cancelAsked) all.push(button("Cancel", () => does.cancel(job)));
    const download = (image, label, what) => make("a", { class: "quiet", href: image.url, download: image.file, text: label, "aria-label": `${what}: ${name}` });
    if (!job.running && job.images.length === 1) all.push(download(job.images[0], "Download", "Download"));
    if (!job.running && job.images.length > 1) {
      all.push(make("span", { class: "downloads" }, "Download", ...job.images.map((image, index) => download(image, index + 1, `Download image ${index + 1}`))));
    }
    if (job.seed && !job.running) all.push(button("Copy seed", () => does.copySeed(job)));
    if (!job.running) all.push(button("Retry with changes", () => does.retry(job)),
      make("button", { class: "quiet away", type: "button", text: "×", title: "Remove", "aria-label": `Remove: ${name}`, onclick: () => does.remove(job) }));
    const had = tools.contains(document.activeElement);
    tools.replaceChildren(...all);
    if (had) tools.querySelector("button, a")?.focus();
  }

  return {
    element,
    job: () => job,
    update(next) {
      job = next;
      article.dataset.id = job.id;
      article.dataset.state = job.state;
      const prompt = job.input.prompt ?? "A job whose ticket came late";
      article.setAttribute("aria-label", prompt.slice(0, 120));
      say(words, prompt);
      words.title = prompt;
      latent.style.setProperty("--hue", hue(prompt));
      latent.style.aspectRatio = ratio(job.input.image_size ?? "landscape_4_3").join(" / ");
      showImages();
      showTrouble();
      showFacts();
      if (job.running) showState();
      const kind = `${job.state} ${job.cancelAsked} ${job.images.length}`;
      if (kind !== shown) showTools();
      shown = kind;
    },
    /** Log lines come once; the last one stays in sight. */
    hear(update) {
      const last = update.logs.at(-1)?.message ?? status?.lastLine;
      const said = update.logs.map((line) => progress(line.message)).findLast((part) => part !== undefined);
      status = { ...update, lastLine: last, done: update.status === "IN_QUEUE" ? undefined : said ?? status?.done };
      if (job?.running) showState();
    },
    tick(now) {
      if (job.running) say(time, elapsed(now - job.createdAt));
    },
  };
}
