// The review page: turns keys, clicks and touches into what is done with the finding on the screen.

import { Refused, reviewer } from "./api.js";
import { addMissed, merge, moveBorders, split } from "./borders.js";
import { place } from "./card.js";
import { addition, correction, instead } from "./changing.js";
import { accept, decide, flag, skip, undo } from "./deciding.js";
import { button, byId, h } from "./dom.js";
import { draft } from "./draft.js";
import { correctNames } from "./names.js";
import { watch } from "./notices.js";
import { choose, draw, feed, next, outbox, show, stage, tell, tellLeft, words } from "./stage.js";
import { chooseThemes } from "./themes.js";
import { isOpen } from "./tools.js";
import { trail } from "./trail.js";

const KEYS_OFF = "findings.review.keys-off";
const TYPED = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const LABELS = Object.keys(words.labels);
const root = byId("review");

const label = (at) => () => decide(LABELS[at]);
const stands = (id) => words.themes.some((theme) => theme.id === id);
const themesNow = () => stage.chosen.themes ?? stage.item.suggestion?.themes.map((tag) => tag.id).filter(stands) ?? [];
const namesNow = () => stage.chosen.entities ?? stage.item.suggestion?.entities ?? [];
const ACTS = {
  1: label(0),
  2: label(1),
  3: label(2),
  4: label(3),
  a: accept,
  Enter: accept,
  s: () => skip(),
  f: flag,
  t: () => chooseThemes(words, themesNow(), (themes) => choose({ themes })),
  e: () => correctNames(stage.item, words, namesNow(), (entities) => choose({ entities })),
  b: () => moveBorders(stage.item, correction("Borders")),
  x: () => split(stage.item, correction("Split")),
  m: () => merge(stage.item, correction("Merged")),
  n: () => addMissed(stage.item, words, addition, instead),
  o: () => window.open(place(stage.item, true), "_blank", "noopener"),
};

function onKey(event) {
  const { target, key } = event;
  if (event.altKey || event.isComposing || isOpen() || byId("keys").open || target.closest(TYPED)) return;
  const back = key === "u" && !event.ctrlKey && !event.metaKey;
  const undone = key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
  if (!undone && (event.ctrlKey || event.metaKey)) return;
  if (key === "Enter" && target.closest("a, button, summary")) return;
  if (!byId("keys-on").checked) return;
  const act = back || undone ? undo : stage.item && ACTS[key];
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // the keys of other pages mean other things
  if (!event.repeat) act();
}

function acts() {
  const labels = LABELS.map((name, at) => button(words.labels[name], String(at + 1), label(at), `label-button label-button--${name}`));
  const other = [["Themes", "t"], ["Names", "e"], ["Flag", "f"], ["Borders", "b"], ["Split", "x"], ["Merge", "m"], ["Add a missed one", "n"]];
  const accepting = Object.assign(button("Accept", "a", accept), { id: "accept" });
  return h(
    "div",
    { id: "acts", className: "acts", hidden: true },
    h("div", { className: "acts__labels", role: "group", "aria-label": "Label it and go on" }, labels),
    h("div", { className: "acts__other", role: "group", "aria-label": "Other ways" }, accepting, button("Skip", "s", () => skip()), other.map(([name, key]) => button(name, key, ACTS[key], "small"))),
  );
}

function whoReviews() {
  const form = byId("reviewer-form");
  const input = byId("reviewer");
  input.value = reviewer.name || root.dataset.reviewer;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = input.value.trim();
    reviewer.name = name === root.dataset.reviewer ? "" : name;
    location.reload(); // another reviewer is given other findings
  });
}

function keysOnOrOff() {
  const box = byId("keys-on");
  box.checked = !localStorage.getItem(KEYS_OFF);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(KEYS_OFF) : localStorage.setItem(KEYS_OFF, "1")));
}

function showAgain(item) {
  if (!item) return;
  if (stage.item) feed.putBack(stage.item);
  show(item);
}

function begin() {
  const back = draft.id;
  root.append(h("div", { id: "stage" }), acts(), h("p", {}, button("Undo", "u", undo, "small")), h("section", { id: "tool", className: "tool", hidden: true, "aria-labelledby": "tool-title" }));
  feed.addEventListener("filled", () => {
    const left = feed.items.find((each) => each.id === back);
    if (!stage.item && left) feed.putBack(left); // what was on the screen before the page was loaded again
    if (stage.item) tellLeft();
    else next();
  });
  feed.addEventListener("failed", ({ detail }) => {
    if (detail instanceof Refused) tell(detail.message);
    if (!stage.item) draw();
  });
  outbox.addEventListener("saved", ({ detail }) => {
    trail.settle(detail.entry.id, detail.found);
    feed.fill();
  });
  watch(outbox, ({ item }) => showAgain(item));
  whoReviews();
  keysOnOrOff();
  document.addEventListener("keydown", onKey, true);
  feed.fill();
  outbox.send();
}

begin();
