// What the page asks of its server. Errors are problems: {status, detail, violations}.

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || "The gallery did not understand that.");
    this.status = status;
    this.violations = body.violations ?? [];
  }
}

/** The gallery did not answer: nobody knows what came of the request. */
export class NoAnswer extends Error {
  constructor() {
    super("The gallery does not answer. It is safe to press the button again: the same job is never made twice.");
  }
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new NoAnswer();
  }
  if (response.status === 204) return null;
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, body);
  return body;
}

export const about = () => call("api/about");
export const schema = () => call("api/schema");
export const cancel = (id) => call(`api/jobs/${id}/cancel`, { method: "POST" });
export const remove = (id) => call(`api/jobs/${id}`, { method: "DELETE" });

/** Integers of any size keep all their digits. */
export function submit(id, input) {
  const big = (name, value) =>
    typeof value === "bigint" ? (JSON.rawJSON ? JSON.rawJSON(value.toString()) : Number(value)) : value;
  return call("api/jobs", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ id, input }, big),
  });
}

/** Also where crypto.randomUUID is not there: it wants https, or this machine. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
