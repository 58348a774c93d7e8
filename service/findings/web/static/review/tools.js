// Tools open under the finding, take the keys while they are open, and give the focus back when they close.

import { button, byId, h } from "./dom.js";

let closing = null;

export const isOpen = () => closing !== null;

// Open a tool: `keys` are what its keys do; Escape closes it.
export function open(title, hint, keys, ...parts) {
  close();
  const panel = byId("tool");
  const told = h("p", { className: "tool__told", role: "alert" });
  panel.replaceChildren(
    h("h2", { className: "govuk-heading-s", id: "tool-title" }, title),
    h("p", { className: "govuk-hint", id: "tool-hint" }, hint),
    ...parts,
    told,
    button("Leave", "Esc", close),
  );
  panel.hidden = false;
  const listen = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const act = event.key === "Escape" ? close : keys[event.key];
    const native = event.target.closest("button, select") && ["Enter", " "].includes(event.key);
    if (!act || native) return;
    event.preventDefault();
    event.stopPropagation();
    act(event);
  };
  panel.addEventListener("keydown", listen);
  closing = () => panel.removeEventListener("keydown", listen);
  panel.scrollIntoView({ block: "nearest" });
  return (text) => (told.textContent = text);
}

export function close() {
  if (!closing) return;
  closing();
  closing = null;
  const panel = byId("tool");
  panel.replaceChildren();
  panel.hidden = true;
  byId("card")?.focus({ preventScroll: true });
}
