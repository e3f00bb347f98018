// The form, made of the model's JSON Schema: which settings there are, their ranges and their defaults are not known here.
import { make } from "./dom.js";
import { choices, plainNumber, range, text, wholeNumber, yesNo } from "./fields.js";
import { complaint, title } from "./words.js";

/** What is seen at once, in this order; all other settings are behind "More settings". */
const FIRST = ["prompt", "image_size", "num_images", "num_inference_steps", "guidance_scale"];
/** The server saves the images, wherever they come from. */
const LEFT_OUT = new Set(["sync_mode"]);
/** So few whole numbers are buttons. */
const FEW = 6;

const types = (rule) => [rule.type].flat();

function controlOf(pointer, name, rule, required) {
  if (rule.enum) return choices(pointer, name, rule, rule.enum);
  if (rule.if && rule.then?.enum && rule.else?.properties) return nameOrObject(pointer, name, rule);
  if (types(rule).includes("array")) return list(pointer, name, rule);
  if (types(rule).includes("boolean")) return yesNo(pointer, name, rule);
  if (types(rule).some((type) => type === "integer" || type === "number")) {
    const bounded = rule.minimum !== undefined && rule.maximum !== undefined;
    if (bounded && rule.type === "integer" && rule.maximum - rule.minimum < FEW) {
      const options = Array.from({ length: rule.maximum - rule.minimum + 1 }, (_, index) => rule.minimum + index);
      return choices(pointer, name, rule, options);
    }
    if (bounded) return range(pointer, name, rule);
    return rule.maximum !== undefined ? plainNumber(pointer, name, rule) : wholeNumber(pointer, name, rule);
  }
  const long = required && FIRST[0] === name;
  return text(pointer, name, rule, { long, placeholder: long ? "A fox asleep in fresh snow, first light" : "" });
}

/** One of some names, or an object: its fields show when "custom" is chosen. */
function nameOrObject(pointer, name, rule) {
  const names = choices(pointer, name, rule, [...rule.then.enum, "custom"], { tiles: true });
  const parts = Object.entries(rule.else.properties).map(([part, partRule]) => plainNumber(`${pointer}/${part}`, part, partRule));
  const pair = make("div", { class: "pair" }, ...parts.map((part) => part.element));
  names.bar.after(pair);
  const custom = () => names.read() === "custom";
  const show = () => { pair.hidden = !custom(); };
  names.element.addEventListener("change", show);
  show();
  return {
    ...names,
    parts: () => (custom() ? parts : []),
    read: () => (custom() ? object(parts) : names.read()),
    write(value) {
      const isObject = value && typeof value === "object";
      names.write(isObject ? "custom" : value);
      parts.forEach((part) => part.write(isObject ? value[part.pointer.split("/").pop()] : undefined));
      show();
    },
  };
}

/** Rows of the same fields, to add and to remove. */
function list(pointer, name, rule) {
  const required = new Set(rule.items.required ?? []);
  const rows = make("div", { class: "rows" });
  const error = make("p", { class: "error" });
  const one = title(name).replace(/s$/, "");
  const add = make("button", { class: "quiet add", type: "button", text: `Add a ${one}`, onclick: () => { addRow().fields[0].focus(); changed(); } });
  const element = make("fieldset", { class: "field" }, make("legend", { text: title(name) }),
    make("p", { class: "hint", text: rule.description }), rows, error, add);
  let all = [];

  function addRow(value = {}) {
    const fields = Object.entries(rule.items.properties).map(([part, partRule]) => {
      const field = controlOf("", part, partRule, required.has(part));
      field.name = part;
      field.write(value[part]);
      return field;
    });
    const row = { fields };
    row.element = make("div", { class: "row", role: "group", "aria-label": `${one} ${all.length + 1}` }, ...fields.map((field) => field.element),
      make("div", { class: "row-tools" }, make("button", { class: "quiet", type: "button", text: "Remove", "aria-label": `Remove this ${one}`, onclick: () => drop(row) })));
    all.push(row);
    rows.append(row.element);
    return row;
  }

  function drop(row) {
    all = all.filter((other) => other !== row);
    row.element.remove();
    all.forEach((other, index) => other.element.setAttribute("aria-label", `${one} ${index + 1}`));
    add.focus();
    changed();
  }

  const changed = () => element.dispatchEvent(new Event("input", { bubbles: true }));

  return {
    pointer,
    element,
    parts: () => all.flatMap((row, index) => row.fields.map((field) => Object.assign(field, { pointer: `${pointer}/${index}/${field.name}` }))),
    read: () => (all.length === 0 ? undefined : all.map((row) => object(row.fields))),
    write(value) {
      all.forEach((row) => row.element.remove());
      all = [];
      (value ?? []).forEach(addRow);
    },
    focus: () => add.focus(),
    complain: (text) => { error.textContent = text; },
  };
}

function object(fields) {
  const value = {};
  for (const field of fields) {
    const given = field.read();
    if (given !== undefined) value[field.name ?? field.pointer.split("/").pop()] = given;
  }
  return value;
}

/** Puts the form's fields into two places. */
export function build(schema, first, more) {
  const names = Object.keys(schema.properties).filter((name) => !LEFT_OUT.has(name));
  const ordered = [...FIRST.filter((name) => names.includes(name)), ...names.filter((name) => !FIRST.includes(name))];
  const fields = ordered.map((name) => {
    const field = controlOf(`/${name}`, name, schema.properties[name], schema.required?.includes(name));
    (FIRST.includes(name) ? first : more).append(field.element);
    return field;
  });
  const all = () => fields.flatMap((field) => [field, ...field.parts()]);

  return {
    read: () => object(fields),
    write: (input) => fields.forEach((field) => field.write(input[field.pointer.slice(1)])),
    clear: () => all().forEach((field) => field.complain("")),
    /** Shows each violation at its field, and goes to the first. Brings those that have no field. */
    show(violations) {
      const left = [];
      const hit = new Set();
      for (const violation of violations) {
        const field = nearest(all(), violation.pointer);
        if (!field) left.push(violation);
        else if (!hit.has(field)) {
          hit.add(field);
          field.complain(complaint(violation));
        }
      }
      for (const field of hit) {
        const details = field.element.closest("details");
        if (details) details.open = true;
      }
      all().find((field) => hit.has(field))?.focus();
      return left;
    },
    focus: () => fields[0].focus(),
    element: (name) => fields.find((field) => field.pointer === `/${name}`)?.element,
  };
}

/** The field of a pointer, or the one that holds it. */
function nearest(fields, pointer) {
  for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
    const field = fields.find((candidate) => candidate.pointer === at);
    if (field) return field;
  }
  return undefined;
}
