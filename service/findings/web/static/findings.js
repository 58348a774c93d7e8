// Adds to pages that work without it: keys, sending several files with progress, filters that apply themselves.

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

function step(by) {
  const all = [...document.querySelectorAll(".finding, .run")];
  if (all.length === 0) return;
  const current = all.indexOf(document.activeElement);
  const next = all[Math.min(all.length - 1, Math.max(0, current + by))];
  next.focus();
  next.scrollIntoView({ block: "center" });
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => document.querySelector("[data-search]")?.focus() ?? location.assign("/ui/search"),
  "?": () => document.getElementById("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const why = event.key === "Enter" && document.activeElement.querySelector?.(":scope > .why");
  const act = why ? () => { why.open = !why.open; } : KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

for (const form of document.querySelectorAll("[data-auto]")) {
  form.addEventListener("change", () => form.requestSubmit());
  form.querySelector("button")?.remove();
}

function row(list, name) {
  const item = list.appendChild(document.createElement("li"));
  item.append(name, " ", document.createElement("progress"));
  return (text, state, href) => {
    item.dataset.state = state;
    const what = document.createElement(href ? "a" : "span");
    what.textContent = text;
    if (href) what.href = href;
    item.replaceChildren(`${name}: `, what);
  };
}

async function send(form, file, say) {
  const body = new FormData(form);
  body.set("file", file);
  const response = await fetch("/classify", { method: "POST", body });
  const answer = await response.json();
  if (!response.ok) return say(answer.detail ?? answer.title, "failed");
  const found = answer.findings.length;
  say(`${found} finding${found === 1 ? "" : "s"}`, "done", `/ui/reports/${answer.report.id}`);
  return answer.report.id;
}

async function sendAll(form, files) {
  const list = document.getElementById("uploads");
  const waiting = [...files].map((file) => [file, row(list, file.name)]);
  const read = [];
  for (const [file, say] of waiting) {
    try {
      read.push(await send(form, file, say));
    } catch {
      say("The service did not answer. Check that it runs, and send this file again.", "failed");
    }
  }
  if (waiting.length === 1 && read[0]) location.assign(`/ui/reports/${read[0]}`);
}

for (const form of document.querySelectorAll("[data-send]")) {
  const input = form.querySelector("input[type=file]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files.length) sendAll(form, input.files);
    else input.focus();
  });
  const drop = form.querySelector("[data-drop]");
  const over = (on) => (event) => { event.preventDefault(); drop.classList.toggle("drop--over", on); };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => { over(false)(event); sendAll(form, event.dataTransfer.files); });
}
