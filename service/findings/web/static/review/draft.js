// What was chosen for the finding on the screen and waits for the next key; a reload finds it again.

const KEY = "findings.review.draft";

export const draft = {
  of(id) {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return kept?.id === id ? kept : { id };
  },
  keep(chosen) {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  },
  // The finding that was on the screen when the page was left.
  get id() {
    return JSON.parse(localStorage.getItem(KEY) ?? "null")?.id;
  },
};

// The part of a draft that is sent with a decision.
export function sent({ themes, entities, note }) {
  return {
    ...(themes && { themes }),
    ...(entities && { entities: entities.map(({ start, end, type }) => ({ start, end, type })) }),
    ...(note && { note }),
  };
}
