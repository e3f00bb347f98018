// How things are said.

export function elapsed(milliseconds) {
  const seconds = Math.max(0, milliseconds / 1000);
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function inLine(position) {
  if (position === undefined) return "Waiting in line";
  if (position === 0) return "Next in line";
  return position === 1 ? "1 job ahead" : `${position} jobs ahead`;
}

/** A setting's name for a person: num_inference_steps is "Steps". */
export function title(name) {
  const known = { num_inference_steps: "Steps", guidance_scale: "Guidance", num_images: "Images", image_size: "Size",
    loras: "LoRAs", enable_safety_checker: "Safety checker", output_format: "Format" };
  if (known[name]) return known[name];
  const words = name.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
}

/** A choice's word for a person: landscape_4_3 is "Landscape 4:3", square_hd is "Square HD". */
export function choice(word) {
  const text = String(word).replace(/_(\d+)_(\d+)$/, " $1:$2").replaceAll("_", " ").replace(/\bhd\b/, "HD");
  return ["jpeg", "png"].includes(text) ? text.toUpperCase() : text[0].toUpperCase() + text.slice(1);
}

/** What a violation says at its field. */
export function complaint(violation) {
  if (violation.keyword === "required" || violation.keyword === "minLength") return "Please fill this in.";
  if (violation.keyword === "type") {
    const wanted = /(\w+) expected/.exec(violation.message)?.[1] ?? /\[(.*)\] expected/.exec(violation.message)?.[1] ?? "";
    if (wanted.includes("integer")) return "A whole number, please.";
    if (wanted.includes("number")) return "A number, please.";
  }
  const limit = /(-?\d[\d,.]*)$/.exec(violation.message)?.[1];
  if (violation.keyword === "maximum" && limit) return `At most ${limit}, please.`;
  if (violation.keyword === "minimum" && limit) return `At least ${limit}, please.`;
  if (violation.keyword === "exclusiveMinimum" && limit) return `More than ${limit}, please.`;
  const text = violation.message.trim();
  return text[0].toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}

/** The shape of a size: [4, 3] for landscape_4_3, [1, 1] for what has no ratio in its name. */
export function ratio(size) {
  if (size && typeof size === "object") return [size.width || 512, size.height || 512];
  const found = /^(portrait|landscape)_(\d+)_(\d+)$/.exec(size ?? "");
  if (!found) return [1, 1];
  const [long, short] = [Number(found[2]), Number(found[3])].sort((a, b) => b - a);
  return found[1] === "portrait" ? [short, long] : [long, short];
}

/** A number from a text, the same each time. */
export function hue(text) {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 360_007;
  return sum % 360;
}

/** How far a job is by its own words, "Step 12/28" or "43%"; undefined if they do not say. */
export function progress(line) {
  const percent = /(\d{1,3})\s?%/.exec(line);
  if (percent) return Math.min(1, Number(percent[1]) / 100);
  const steps = /\bstep\D{0,3}(\d+)\s*(?:\/|of)\s*(\d+)/i.exec(line);
  return steps && Number(steps[2]) > 0 ? Math.min(1, Number(steps[1]) / Number(steps[2])) : undefined;
}
