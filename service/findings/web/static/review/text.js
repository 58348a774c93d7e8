// Words of a text and places in it. The service counts characters, a browser counts UTF-16 units.

export const points = (text, unit) => Array.from(text.slice(0, unit)).length;
export const units = (text, point) => Array.from(text).slice(0, point).join("").length;

const spans = (text) => Array.from(text.matchAll(/\S+/g), (match) => [match.index, match.index + match[0].length]);

// The word's edge next to `at`: its start or end (`edge` 0 or 1), before it or after it (`by` -1 or 1).
export function step(text, at, edge, by) {
  const places = spans(text).map((span) => span[edge]);
  const found = by < 0 ? places.filter((place) => place < at).at(-1) : places.find((place) => place > at);
  return found ?? at;
}

// A box of text to move in and select from, by keyboard, mouse, touch or screen reader, that nothing is written into.
export function box(text, label, hint) {
  const made = document.createElement("textarea");
  Object.assign(made, { value: text.replaceAll("\r", " "), className: "govuk-textarea box", inputMode: "none", rows: 8, dir: "auto" });
  made.setAttribute("aria-label", label);
  made.setAttribute("aria-describedby", hint);
  made.spellcheck = false;
  made.addEventListener("beforeinput", (event) => event.preventDefault());
  return made;
}

export function select(area, start, end) {
  area.focus();
  area.setSelectionRange(start, end);
  const height = area.value.length ? (start / area.value.length) * area.scrollHeight : 0;
  area.scrollTop = height - area.clientHeight / 2; // a browser does not bring a selection into sight by itself
}
