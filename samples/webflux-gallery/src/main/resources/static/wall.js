// All cards, the newest first, as bricks of their own height.
import { say } from "./dom.js";
import { card } from "./card.js";

const ROW = 2;

export function wall(list, does, changed) {
  const cards = new Map();
  let ahead = 0;
  const heights = new ResizeObserver((entries) => entries.forEach((entry) => fit(entry.target)));

  function fit(article) {
    const gap = parseFloat(getComputedStyle(list).columnGap) || 20;
    const height = article.getBoundingClientRect().height;
    if (height > 0) article.parentElement.style.gridRowEnd = `span ${Math.ceil((height + gap) / ROW)}`;
  }

  function put(job) {
    let entry = cards.get(job.id);
    if (!entry) {
      entry = card(does);
      cards.set(job.id, entry);
      entry.update(job);
      const after = [...list.children].find((child) => child.created < job.createdAt);
      entry.element.created = job.createdAt;
      list.insertBefore(entry.element, after ?? null);
      heights.observe(entry.element.firstElementChild);
    } else {
      entry.update(job);
    }
    entry.tick(now());
    fit(entry.element.firstElementChild);
    return entry;
  }

  function drop(id) {
    const entry = cards.get(id);
    if (!entry) return;
    heights.unobserve(entry.element.firstElementChild);
    const next = entry.element.nextElementSibling ?? entry.element.previousElementSibling;
    const hadFocus = entry.element.contains(document.activeElement);
    entry.element.remove();
    cards.delete(id);
    if (hadFocus) (next?.querySelector("button, a") ?? list).focus();
  }

  const now = () => Date.now() + ahead;
  const jobs = () => [...cards.values()].map((entry) => entry.job());

  function tell() {
    const running = jobs().filter((job) => job.running).length;
    changed(cards.size, running);
  }

  setInterval(() => cards.forEach((entry) => entry.tick(now())), 100);

  return {
    /** Everything there is, and nothing else. */
    snapshot({ now: serverNow, cards: all }) {
      ahead = serverNow - Date.now();
      const known = new Set(all.map((job) => job.id));
      [...cards.keys()].filter((id) => !known.has(id)).forEach(drop);
      all.forEach(put);
      tell();
    },
    /** A job as it was when it was taken; the stream may have told more of it already. */
    taken(job) {
      if (!cards.has(job.id)) put(job);
      tell();
    },
    card(job) {
      const before = cards.get(job.id)?.job();
      put(job);
      tell();
      return before;
    },
    removed({ id }) {
      drop(id);
      tell();
    },
    status({ id, status }) {
      cards.get(id)?.hear(status);
    },
  };
}

export function count(element, all, running) {
  const pictures = all === 1 ? "1 job" : `${all} jobs`;
  say(element, all === 0 ? "" : running === 0 ? pictures : `${pictures}, ${running} running`);
  document.title = running > 0 ? `(${running}) Gallery` : "Gallery";
}
