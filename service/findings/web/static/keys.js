// Keys: j and k go from finding to finding, Enter opens why, / goes to the search box, ? lists them.

const dialog = document.getElementById("keys");
const TYPED = "input:not([type=checkbox], [type=radio], [type=file]), textarea, select, [contenteditable]";
const typing = (element) => element.closest(TYPED) !== null;
const control = (element) => element.closest("a, button, summary, input") !== null;

function step(by) {
  const all = [...document.querySelectorAll(".finding, .run[id]")];
  const here = all.indexOf(document.activeElement.closest(".finding, .run[id]"));
  const below = all.findIndex((each) => each.getBoundingClientRect().bottom > 0);
  const next = here >= 0 ? all[here + by] : all[Math.max(0, by > 0 ? below : below - 1)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}

function toggleWhy() {
  const why = document.activeElement.querySelector(":scope > .why");
  if (why) why.open = !why.open;
}

function search() {
  const box = document.querySelector("[data-search]");
  if (box) box.focus();
  else location.assign("/ui/search");
}

const KEYS = { j: () => step(1), k: () => step(-1), "/": search, "?": () => dialog.showModal() };

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || dialog.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && !control(event.target)) toggleWhy();
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

const opener = document.querySelector("[data-keys]");
opener.hidden = false;
opener.addEventListener("click", () => dialog.showModal());
