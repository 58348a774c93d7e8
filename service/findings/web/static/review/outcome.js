// Waits for what comes of a decision, but not for long: whoever reviews goes on meanwhile.

const SECONDS = 4;

export function outcome(outbox, id) {
  return new Promise((resolve) => {
    const done = (kind, detail) => {
      clearTimeout(late);
      for (const [name, listen] of Object.entries(listeners)) outbox.removeEventListener(name, listen);
      resolve({ kind, ...detail });
    };
    const late = setTimeout(() => done("waiting"), SECONDS * 1000);
    const listeners = {
      saved: ({ detail }) => detail.entry.id === id && done("saved", { found: detail.found }),
      refused: ({ detail }) => detail.entry.id === id && done("refused", { why: detail.entry.refused, key: detail.entry.key }),
      change: () => outbox.lost && done("waiting"),
    };
    for (const [name, listen] of Object.entries(listeners)) outbox.addEventListener(name, listen);
  });
}
