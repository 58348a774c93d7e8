// What is on the screen: one finding with what was chosen for it, or why there is none.

import { card } from "./card.js";
import { button, byId, counted, h } from "./dom.js";
import { draft } from "./draft.js";
import { Feed, MOST_COUNTED } from "./feed.js";
import { Outbox } from "./outbox.js";
import { close } from "./tools.js";

const root = byId("review");
export const words = JSON.parse(root.dataset.words);
export const outbox = new Outbox();
export const feed = new Feed(root.dataset.query, outbox, () => stage.item);

// The finding on the screen, what was chosen for it, and since when it is there.
export const stage = { item: null, chosen: {}, since: 0 };

export const tell = (text) => (byId("told").textContent = text);
export const seconds = () => Math.min(86400, Math.round((performance.now() - stage.since) / 100) / 10);

export function show(item) {
  close();
  Object.assign(stage, { item, chosen: item ? draft.of(item.id) : {}, since: performance.now() });
  draw();
  if (!item) return;
  draft.keep(stage.chosen);
  if (!document.activeElement?.closest("aside")) byId("card").focus({ preventScroll: true });
  if (root.getBoundingClientRect().top < 0) root.scrollIntoView();
}

export function draw() {
  const { item, chosen } = stage;
  byId("stage").replaceChildren(item ? card(item, chosen, words) : nothing());
  byId("acts").hidden = !item;
  byId("accept").disabled = !item?.suggestion;
  tellLeft();
}

export function tellLeft() {
  const count = feed.left >= MOST_COUNTED ? "More than 10,000 findings" : counted(feed.left ?? 0, "finding");
  byId("left").textContent = feed.left === null ? "" : `${count} left.`;
}

function nothing() {
  if (feed.lost) return h("p", { className: "govuk-body" }, "The next findings come as soon as the service answers.");
  if (!feed.dry) return h("p", { className: "govuk-body" }, "Looking for findings…");
  const again = () => {
    feed.unskip();
    feed.look();
  };
  const passed = feed.skipped.length ? `Look again at ${counted(feed.skipped.length, "finding")} you skipped` : "Look again";
  return h("div", {}, h("p", { className: "govuk-body" }, "Nothing is left to decide here. What others have on their screens may come back."), button(passed, null, again));
}

export function next() {
  show(feed.take());
}

export function choose(change) {
  stage.chosen = { ...stage.chosen, ...change };
  draft.keep(stage.chosen);
  draw();
  byId("card").focus({ preventScroll: true });
}

// What the outbox keeps of a decision, to say what it was and to show its finding again.
export const kept = (told, item = stage.item) => ({ told, text: item.text, item });
