// One control for each kind of rule in a JSON Schema. A control is {element, pointer, read(), write(value), parts(), focus()}:
// read() is undefined for what is not given, and then the model's default holds.
import { make } from "./dom.js";
import { choice, ratio, title } from "./words.js";

let count = 0;

/** Error and hint of a control, named by it for a screen reader. */
function notes(hint) {
  const id = `field-${++count}`;
  return {
    id,
    describedBy: hint ? `${id}-error ${id}-hint` : `${id}-error`,
    error: make("p", { class: "error", id: `${id}-error` }),
    hint: make("p", { class: "hint", id: `${id}-hint`, text: hint ?? "" }),
  };
}

function control(pointer, element, note, inputs, value) {
  return {
    pointer,
    element,
    ...value,
    parts: () => [],
    focus: () => inputs()[0]?.focus(),
    complain(text) {
      note.error.textContent = text;
      for (const input of inputs()) {
        if (text) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    },
  };
}

export function text(pointer, name, rule, { long = false, placeholder = "", label = title(name) } = {}) {
  const note = notes(rule.description);
  const input = long
    ? make("textarea", { id: note.id, rows: 4, placeholder, "aria-describedby": note.describedBy })
    : make("input", { id: note.id, type: "text", placeholder, autocomplete: "off", spellcheck: "false", "aria-describedby": note.describedBy });
  const element = make("div", { class: long ? `field ${name}` : "field" },
    make("label", { for: note.id, text: label }), input, long ? null : note.hint, note.error);
  if (long) element.append(make("span", { class: "unseen", id: `${note.id}-hint`, text: rule.description ?? "" }));
  return control(pointer, element, note, () => [input], {
    read: () => (input.value.trim() === "" ? undefined : input.value),
    write: (value) => { input.value = value ?? ""; },
  });
}

/** An integer of any size, or nothing. */
export function wholeNumber(pointer, name, rule) {
  const field = text(pointer, name, rule, { placeholder: "Random" });
  field.element.querySelector("input").inputMode = "numeric";
  const read = field.read;
  field.read = () => {
    const given = read()?.trim();
    return given !== undefined && /^-?\d+$/.test(given) ? BigInt(given) : given;
  };
  return field;
}

export function range(pointer, name, rule) {
  const note = notes(rule.description);
  const step = rule.type === "integer" ? 1 : "any";
  const slide = rule.type === "integer" ? 1 : rule.maximum - rule.minimum > 10 ? 0.5 : 0.05;
  const number = make("input", { id: note.id, class: "range-number", type: "number", step, inputmode: "decimal", "aria-describedby": note.describedBy });
  const slider = make("input", { type: "range", min: rule.minimum, max: rule.maximum, step: slide, "aria-label": `${title(name)}, slider` });
  slider.addEventListener("input", () => { number.value = slider.value; number.dispatchEvent(new Event("input", { bubbles: true })); });
  number.addEventListener("input", () => { if (number.value !== "") slider.value = number.value; });
  const element = make("div", { class: "field" },
    make("div", { class: "label-row" }, make("label", { for: note.id, text: title(name) }),
      make("span", { class: "ends", text: `${rule.minimum} to ${rule.maximum}` }), number),
    slider, note.hint, note.error);
  const write = (value) => { number.value = value ?? rule.default ?? rule.minimum; slider.value = number.value; };
  write();
  return control(pointer, element, note, () => [number], {
    read: () => (number.validity.badInput ? "not a number" : number.value === "" ? undefined : Number(number.value)),
    write,
  });
}

export function plainNumber(pointer, name, rule) {
  const note = notes(rule.maximum ? `Up to ${rule.maximum.toLocaleString("en")}` : "");
  const input = make("input", { id: note.id, type: "number", step: rule.type === "integer" ? 1 : "any", value: rule.default, "aria-describedby": note.describedBy });
  const element = make("div", { class: "field" }, make("label", { for: note.id, text: title(name) }), input, note.hint, note.error);
  return control(pointer, element, note, () => [input], {
    read: () => (input.validity.badInput ? "not a number" : input.value === "" ? undefined : Number(input.value)),
    write: (value) => { input.value = value ?? rule.default ?? ""; },
  });
}

export function yesNo(pointer, name, rule) {
  const note = notes(rule.description);
  const input = make("input", { id: note.id, type: "checkbox", "aria-describedby": note.describedBy });
  const element = make("div", { class: "field" },
    make("div", { class: "switch" }, make("label", { for: note.id, text: title(name) }), input), note.hint, note.error);
  const write = (value) => { input.checked = value ?? rule.default ?? false; };
  write();
  return control(pointer, element, note, () => [input], { read: () => input.checked, write });
}

/** Radio buttons. */
export function choices(pointer, name, rule, options, { tiles = false, preset = rule.default } = {}) {
  const note = notes(rule.description);
  const bar = make("div", { class: tiles ? "choices tiles" : "choices" });
  for (const option of options) {
    const input = make("input", { type: "radio", name: note.id, value: option });
    bar.append(make("label", {}, input, tiles ? shape(option) : null, ...words(choice(option), tiles)));
  }
  const radios = [...bar.querySelectorAll("input")];
  const element = make("fieldset", { class: "field", "aria-describedby": note.describedBy },
    make("legend", { text: title(name) }), bar, tiles ? null : note.hint, note.error);
  const write = (value) => radios.forEach((radio) => { radio.checked = radio.value === String(value ?? preset); });
  write();
  const chosen = () => radios.find((radio) => radio.checked);
  return {
    ...control(pointer, element, note, () => radios, {
      read: () => options.find((option) => String(option) === chosen()?.value),
      write,
    }),
    focus: () => (chosen() ?? radios[0]).focus(),
    bar,
    note,
  };
}

/** On a tile the ratio has a line of its own. */
function words(said, tiles) {
  const [first, ...rest] = tiles ? said.split(" ") : [said];
  return [make("span", {}, first, rest.length > 0 ? make("span", { class: "second", text: ` ${rest.join(" ")}` }) : null)];
}

function shape(size) {
  const icon = make("span", { class: size === "custom" ? "shape dashed" : "shape", "aria-hidden": "true" });
  const [width, height] = ratio(size === "custom" ? undefined : size);
  const scale = (size === "square" ? 20 : 26) / Math.max(width, height);
  icon.style.width = `${Math.round(width * scale)}px`;
  icon.style.height = `${Math.round(height * scale)}px`;
  return icon;
}
