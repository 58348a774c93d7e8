// The steps of whoever reviews, latest last, so that each can be taken back, even after the page was loaded again.

import { Shelf } from "./shelf.js";

const PREFIX = "findings.trail.";
const KEPT = 200;
const shelf = new Shelf(PREFIX);

// The step of a decision: most often one of the last.
const find = (id) => shelf.all.findLast((step) => step.id === id);

// A step: what was done (`act`), the finding as it was shown (`item`), the decision's `id`, and the ids it `made`.
export const trail = {
  push(step) {
    const all = shelf.keys;
    const last = all.at(-1)?.slice(PREFIX.length) ?? "0";
    for (const old of all.slice(0, -KEPT)) shelf.remove(old);
    shelf.put(PREFIX + String(Number(last) + 1).padStart(12, "0"), step);
  },
  pop() {
    const step = shelf.all.at(-1) ?? null;
    if (step) shelf.remove(step.key);
    return step;
  },
  // Note what a decision came to once it is saved.
  settle(id, found) {
    const step = find(id);
    if (!step || step.made) return;
    const { key, ...kept } = step;
    shelf.put(key, { ...kept, made: [found.id, ...found.also.map((each) => each.id)] });
  },
  drop(id) {
    const step = find(id);
    if (step) shelf.remove(step.key);
  },
};
