// The steps of whoever reviews, latest last, so that each can be taken back, even after the page was loaded again.

const PREFIX = "findings.trail.";
const KEPT = 200;

const keys = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .sort();

const read = (key) => ({ key, ...JSON.parse(localStorage.getItem(key)) });

// The step of a decision: most often one of the last.
function find(id) {
  for (const key of keys().reverse()) {
    const step = read(key);
    if (step.id === id) return step;
  }
  return null;
}

// A step: what was done (`act`), the finding as it was shown (`item`), the decision's `id`, and the ids it `made`.
export const trail = {
  push(step) {
    const all = keys();
    const last = all.at(-1)?.slice(PREFIX.length) ?? "0";
    const key = PREFIX + String(Number(last) + 1).padStart(12, "0");
    for (const old of all.slice(0, -KEPT)) localStorage.removeItem(old);
    localStorage.setItem(key, JSON.stringify(step));
  },
  pop() {
    const key = keys().at(-1);
    if (!key) return null;
    const step = read(key);
    localStorage.removeItem(key);
    return step;
  },
  // Note what a decision came to once it is saved.
  settle(id, found) {
    const step = find(id);
    if (!step || step.made) return;
    const { key, ...kept } = step;
    localStorage.setItem(key, JSON.stringify({ ...kept, made: [found.id, ...found.also.map((each) => each.id)] }));
  },
  drop(id) {
    const step = find(id);
    if (step) localStorage.removeItem(step.key);
  },
};
