// The review page: shows one finding after the other and turns keys, clicks and touches into decisions.

import { Refused, reviewer } from "./api.js";
import { addMissed, merge, moveBorders, split } from "./borders.js";
import { card, place } from "./card.js";
import { button, byId, counted, h } from "./dom.js";
import { draft, sent } from "./draft.js";
import { Feed } from "./feed.js";
import { correctNames } from "./names.js";
import { watch } from "./notices.js";
import { Outbox } from "./outbox.js";
import { outcome } from "./outcome.js";
import { chooseThemes } from "./themes.js";
import { close, isOpen, open } from "./tools.js";
import { trail } from "./trail.js";

const KEYS_OFF = "findings.review.keys-off";
const TYPED = "input, textarea, select, [contenteditable]";
const MOST_COUNTED = 10000;
const LABELS = ["strength", "area_for_improvement", "priority_action", "not_a_finding"];

const root = byId("review");
const words = JSON.parse(root.dataset.words);
const outbox = new Outbox();
const feed = new Feed(root.dataset.query, outbox, () => item);
const known = new Set(words.themes.map((theme) => theme.id));
let item = null;
let chosen = {};
let since = 0;

const tell = (text) => (byId("told").textContent = text);
const seconds = () => Math.min(86400, Math.round((performance.now() - since) / 100) / 10);

// Showing

function show(next) {
  close();
  item = next;
  chosen = item ? draft.of(item.id) : {};
  since = performance.now();
  draw();
  if (item) draft.keep(chosen);
  if (item && document.activeElement?.closest("aside") === null) byId("card").focus({ preventScroll: true });
  scrollIntoSight();
}

function draw() {
  byId("stage").replaceChildren(item ? card(item, chosen, words) : nothing());
  byId("acts").hidden = !item;
  byId("accept").disabled = !item?.suggestion;
  tellLeft();
}

function tellLeft() {
  const count = feed.left >= MOST_COUNTED ? "More than 10,000 findings" : counted(feed.left ?? 0, "finding");
  byId("left").textContent = feed.left === null ? "" : `${count} left.`;
}

function scrollIntoSight() {
  const top = root.getBoundingClientRect().top;
  if (top < 0) root.scrollIntoView();
}

function nothing() {
  if (feed.lost) return h("p", { className: "govuk-body" }, "The next findings come as soon as the service answers.");
  if (!feed.dry) return h("p", { className: "govuk-body" }, "Looking for findings…");
  const again = () => {
    feed.unskip();
    feed.look();
  };
  const passed = feed.skipped.length ? button(`Look again at ${counted(feed.skipped.length, "finding")} you skipped`, null, again) : button("Look again", null, again);
  return h("div", {}, h("p", { className: "govuk-body" }, "Nothing is left to decide here. What others have on their screens may come back."), passed);
}

function next() {
  show(feed.take());
}

function choose(change) {
  chosen = { ...chosen, ...change };
  draft.keep(chosen);
  draw();
  byId("card").focus({ preventScroll: true });
}

// Deciding

function kept(told, of = item) {
  return { told, text: of.text, item: of };
}

function decide(label, themes = chosen.themes) {
  const body = { label, seconds: seconds(), ...sent({ ...chosen, themes }) };
  const entry = outbox.put(`/findings/${item.id}/corrections`, body, kept(words.labels[label]));
  trail.push({ id: entry.id, act: "decide", item });
  feed.decide(item.id);
  tell(`${words.labels[label]}.`);
  next();
}

function accept() {
  const { suggestion } = item;
  if (!suggestion) return tell("No suggestion is shown: choose a label.");
  const themes = suggestion.themes.map((tag) => tag.id).filter((id) => known.has(id));
  return decide(suggestion.label, chosen.themes ?? themes);
}

function skip(told = "Skipped.") {
  trail.push({ id: null, act: "skip", item });
  feed.skip(item.id);
  tell(told);
  next();
}

function flag() {
  const box = h("textarea", { className: "govuk-textarea", rows: 3, maxLength: 2000, value: chosen.note ?? "", "aria-label": "Note" });
  const noted = (act) => () => {
    const note = box.value.trim();
    if (!note) return say("Write what is odd about it.");
    close();
    return act(note);
  };
  const send = noted((note) => {
    outbox.put(`/findings/${item.id}/corrections`, { note, seconds: seconds() }, kept("Note"));
    skip("Flagged.");
  });
  const keep = noted((note) => choose({ note }));
  const enter = (event) => (event.shiftKey ? box.setRangeText("\n", box.selectionStart, box.selectionEnd, "end") : send());
  const say = open("Flag it", "A note alone decides nothing; others will see it in the history.", { Enter: enter }, box, button("Flag and go on", "Enter", send), button("Keep it with my decision", null, keep));
  box.focus();
}

function undo() {
  const step = trail.pop();
  if (!step) return tell("There is nothing to take back.");
  if (step.act === "skip") feed.unskip(step.item.id);
  else if (!outbox.withdraw(step.id)) takeBack(step);
  if (step.act === "decide") feed.undecide(step.item.id);
  feed.drop([...(step.made ?? []), step.item.id]);
  if (item && item.id !== step.item.id && !step.made?.includes(item.id)) feed.putBack(item);
  tell("Taken back.");
  return show(step.item);
}

function takeBack(step) {
  const id = step.made?.[0] ?? step.item.id;
  outbox.put(`/findings/${id}/corrections`, { undo: true, own: true }, kept("Undo", step.item));
}

// Changing what is a finding: the service has to say what comes of it, but nobody waits for it for long.

async function change(told, path, body, say) {
  const from = item;
  const entry = outbox.put(path, { ...body, seconds: seconds() }, kept(told));
  const came = await outcome(outbox, entry.id);
  if (came.kind === "refused") {
    outbox.forget(came.key);
    return say(came.why);
  }
  const made = came.found ? [came.found.id, ...came.found.also.map((each) => each.id)] : null;
  const adds = "label" in body;
  trail.push({ id: entry.id, act: adds ? "add" : "change", item: from, made });
  feed.drop(body.merge ?? []);
  tell(made ? `${told}: saved.` : `${told}: kept, and saved as soon as the service answers.`);
  if (adds) return close();
  if (item?.id !== from.id) return undefined;
  return made ? showMade(made) : next();
}

async function showMade(ids) {
  try {
    const [first, ...others] = await feed.named(ids);
    feed.putBack(...others);
    show(first);
  } catch {
    next(); // they come again by the queue, for nobody has decided their label
  }
}

const correction = (told) => (body, say) => change(told, `/findings/${item.id}/corrections`, body, say);
const addition = (body, say) => change("Added", `/reports/${item.report.id}/findings`, body, say);

async function instead(id) {
  try {
    const [other] = await feed.named([id]);
    if (item) feed.putBack(item);
    show(other);
  } catch (error) {
    tell(error.message);
  }
}

// Keys

const label = (at) => () => decide(LABELS[at]);
const themesNow = () => chosen.themes ?? item.suggestion?.themes.map((tag) => tag.id) ?? [];
const namesNow = () => chosen.entities ?? item.suggestion?.entities ?? [];
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
  e: () => correctNames(item, words, namesNow(), (entities) => choose({ entities })),
  b: () => moveBorders(item, correction("Borders")),
  x: () => split(item, correction("Split")),
  m: () => merge(item, correction("Merged")),
  n: () => addMissed(item, words, addition, instead),
  o: () => window.open(place(item, true), "_blank", "noopener"),
};

function onKey(event) {
  const { target, key } = event;
  if (event.altKey || event.isComposing || isOpen() || byId("keys").open || target.closest(TYPED)) return;
  const back = key === "u" && !event.ctrlKey && !event.metaKey;
  const undone = key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
  if (!undone && (event.ctrlKey || event.metaKey)) return;
  if (key === "Enter" && target.closest("a, button, summary")) return;
  if (!byId("keys-on").checked) return;
  const act = back || undone ? undo : item && ACTS[key];
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

// Beginning

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

function begin() {
  const back = draft.id;
  root.append(h("div", { id: "stage" }), acts(), h("p", {}, button("Undo", "u", undo, "small")), h("section", { id: "tool", className: "tool", hidden: true, "aria-labelledby": "tool-title" }));
  feed.addEventListener("filled", () => {
    const left = feed.items.find((each) => each.id === back);
    if (!item && left) feed.putBack(left); // what was on the screen before the page was loaded again
    if (item) tellLeft();
    else next();
  });
  feed.addEventListener("failed", ({ detail }) => {
    if (detail instanceof Refused) tell(detail.message);
    if (!item) draw();
  });
  outbox.addEventListener("saved", ({ detail }) => {
    trail.settle(detail.entry.id, detail.found);
    feed.fill();
  });
  watch(outbox, ({ item: again }) => again && (item && feed.putBack(item), show(again)));
  whoReviews();
  keysOnOrOff();
  document.addEventListener("keydown", onKey, true);
  feed.fill();
  outbox.send();
}

begin();
