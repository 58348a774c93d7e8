// Where findings begin and end: move the borders, split one, merge neighbours, add what was missed.

import { button, h } from "./dom.js";
import { box, points, select, step } from "./text.js";
import { close, open } from "./tools.js";

const MOVES = { q: [0, 0, -1], w: [0, 0, 1], o: [1, 1, -1], p: [1, 1, 1] };

// The words around a finding as one text, whose first character is character `base` of the report.
function surroundings(item) {
  const text = item.before + item.source + item.after;
  return { text, base: item.start - points(item.before, item.before.length), start: item.before.length, end: item.before.length + item.source.length };
}

function chooser(text, label) {
  const area = box(text, label, "tool-hint");
  const move = ([which, edge, by]) => {
    const ends = [area.selectionStart, area.selectionEnd];
    ends[which] = step(text, ends[which], edge, by);
    if (ends[0] <= ends[1]) select(area, ...ends);
    tell();
  };
  const shown = h("p", { className: "tool__choice", "aria-live": "polite" });
  const tell = () => (shown.textContent = text.slice(area.selectionStart, area.selectionEnd).trim() || "Nothing is chosen.");
  area.addEventListener("select", tell);
  area.addEventListener("keyup", tell);
  const keys = Object.fromEntries(Object.entries(MOVES).map(([key, how]) => [key, () => move(how)]));
  const names = { q: "Begin earlier", w: "Begin later", o: "End earlier", p: "End later" };
  const buttons = h("p", {}, Object.entries(names).map(([key, name]) => button(name, key, () => move(MOVES[key]), "small")));
  return { area, shown, keys, buttons, tell };
}

export function moveBorders(item, save) {
  const { text, base, start, end } = surroundings(item);
  const { area, shown, keys, buttons, tell } = chooser(text, "The finding and the words around it");
  const finish = () => save({ start: base + points(text, area.selectionStart), end: base + points(text, area.selectionEnd) }, say);
  const hint = "What is selected will be the finding. Move its ends by a word with q w and o p, or select with Shift and the arrow keys.";
  const say = open("Where it begins and ends", hint, { ...keys, Enter: finish }, area, buttons, shown, button("Save", "Enter", finish));
  select(area, start, end);
  tell();
}

export function split(item, save) {
  const text = item.source;
  const area = box(text, "The finding", "tool-hint");
  const shown = h("p", { className: "tool__choice", "aria-live": "polite" });
  const at = () => (/\s/.test(text[area.selectionStart - 1] ?? " ") ? area.selectionStart : step(text, area.selectionStart, 0, 1));
  const tell = () => (shown.textContent = `“${text.slice(0, at()).trim()}” | “${text.slice(at()).trim()}”`);
  const move = (by) => () => {
    const place = step(text, area.selectionStart, 0, by);
    select(area, place, place);
    tell();
  };
  const finish = () => save({ split: [item.start + points(text, at())] }, say);
  const hint = "Put the cursor where the second finding begins: with q and w by a word, or with the arrow keys.";
  const say = open("Split in two", hint, { q: move(-1), w: move(1), Enter: finish }, area, shown, button("Split here", "Enter", finish));
  area.addEventListener("keyup", tell);
  area.addEventListener("click", tell);
  const pause = text.slice(0, -2).search(/(?<=[.;,:])\s+\S/);
  const place = step(text, pause < 0 ? Math.floor(text.length / 2) : pause, 0, 1);
  select(area, place, place);
  tell();
}

export function merge(item, save) {
  const before = item.around.filter((near) => near.end <= item.start).at(-1);
  const after = item.around.find((near) => near.start >= item.end);
  const way = (near, key, name) => (near ? h("p", {}, button(name, key, () => save({ merge: [near.id] }, say)), ` “${near.text}”`) : null);
  const keys = {
    ...(before && { ArrowUp: () => save({ merge: [before.id] }, say) }),
    ...(after && { ArrowDown: () => save({ merge: [after.id] }, say) }),
  };
  const hint = before || after ? "The two become one finding, labelled as this one." : "There is no other passage near enough to merge with.";
  const parts = [way(before, "↑", "With the one before"), way(after, "↓", "With the one after")].filter(Boolean);
  const say = open("Merge", hint, keys, ...parts);
  document.querySelector("#tool button")?.focus();
}

export function addMissed(item, words, save, instead) {
  const { text, base, end } = surroundings(item);
  const { area, shown, keys, buttons, tell } = chooser(text, "Words of the report");
  const chosen = () => ({ start: base + points(text, area.selectionStart), end: base + points(text, area.selectionEnd) });
  const other = h("p", { className: "tool__other" });
  const passage = () => {
    const { start, end: stop } = chosen();
    return [item, ...item.around].find((near) => near.start < stop && near.end > start);
  };
  const finish = (label) => () => (passage() ? tellOther() : save({ ...chosen(), label }, say));
  const decideInstead = () => {
    const near = passage();
    if (!near) return;
    close();
    instead(near.id);
  };
  function tellOther() {
    const near = passage();
    other.replaceChildren(...(near ? ["These words are a passage already. ", button("Decide on it", "d", decideInstead, "small")] : []));
  }
  for (const event of ["select", "keyup"]) area.addEventListener(event, tellOther);
  const names = Object.keys(words.labels);
  const labelKeys = Object.fromEntries(names.map((label, at) => [String(at + 1), finish(label)]));
  const labels = names.slice(0, 3).map((label, at) => button(words.labels[label], String(at + 1), finish(label), `label-button label-button--${label}`));
  const hint = "Select the words that were missed: q w move where they begin, o p where they end, or Shift and the arrow keys. Then press the label’s key.";
  const say = open("Add a missed finding", hint, { ...keys, ...labelKeys, d: decideInstead }, area, buttons, shown, other, h("p", {}, labels));
  const [first, last] = gap(item, text, base, end);
  select(area, first, last);
  tell();
}

// Words around that belong to no passage: most likely what was missed. Else the word after the finding.
function gap(item, text, base, end) {
  const covered = [item, ...item.around].map((near) => [near.start - base, near.end - base]);
  for (const line of text.matchAll(/\S[^\n\f]*/g)) {
    const [start, stop] = [points(text, line.index), points(text, line.index + line[0].trimEnd().length)];
    if (line.index > 0 && stop < points(text, text.length) && !covered.some((span) => span[0] < stop && span[1] > start)) return [line.index, line.index + line[0].trimEnd().length];
  }
  const place = step(text, end, 0, 1);
  return [place, place];
}
