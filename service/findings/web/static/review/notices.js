// Says what is not saved yet and why, and what the service did not take.

import { byId, button, counted, h } from "./dom.js";

export function watch(outbox, showAgain) {
  const tell = () => {
    tellLost(outbox);
    tellRefused(outbox, showAgain);
  };
  outbox.addEventListener("change", tell);
  outbox.addEventListener("refused", tell);
  outbox.addEventListener("saved", tell);
  tell();
}

function tellLost(outbox) {
  const box = byId("lost");
  const waiting = outbox.waiting().length;
  box.hidden = !outbox.lost;
  const kept = waiting ? ` ${counted(waiting, "decision")} ${waiting === 1 ? "is" : "are"} kept in this browser and will be sent when it does; you can go on, and close or reload this page.` : "";
  const text = outbox.lost ? `${outbox.lost}${kept}` : "";
  if (box.textContent !== text) box.textContent = text; // so that it is read out once
}

function tellRefused(outbox, showAgain) {
  const box = byId("refused");
  const entries = outbox.refused();
  box.hidden = !entries.length;
  if (Number(box.dataset.count ?? 0) === entries.length) return;
  box.dataset.count = entries.length;
  box.replaceChildren(h("p", {}, h("strong", {}, `${counted(entries.length, "decision")} could not be saved:`)), h("ul", {}, entries.map((entry) => line(outbox, entry, showAgain))));
}

function line(outbox, entry, showAgain) {
  const again = () => {
    outbox.forget(entry.key);
    showAgain(entry.kept);
  };
  return h(
    "li",
    {},
    `${entry.kept.told}: “${entry.kept.text}” `,
    h("em", {}, entry.refused),
    " ",
    showAgain ? button("Show it again", null, again, "small") : null,
    button("Let it go", null, () => outbox.forget(entry.key), "small"),
  );
}
