// Sends files one after the other and says of each how far it is and what came of it.

const LOST = "The service did not answer. Check that it runs, and send this file again.";

function row(list, name) {
  const item = list.appendChild(document.createElement("li"));
  return (state, ...parts) => {
    item.dataset.state = state;
    item.replaceChildren(`${name}: `, ...parts);
  };
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function post(body, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/classify");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => resolve({ status: request.status, answer: request.response }));
    request.addEventListener("error", reject);
    request.send(body);
  });
}

function told({ status, answer }, say) {
  if (status >= 400) {
    say("failed", answer?.detail ?? LOST);
    return null;
  }
  const found = answer.findings.length;
  const href = `/ui/reports/${answer.report.id}${status === 200 ? "?note=known" : ""}`;
  const text = `${found} finding${found === 1 ? "" : "s"}`;
  say("done", element("a", { className: "govuk-link", href, textContent: text }), status === 200 ? ", stored already" : "");
  return href;
}

async function send(form, file, say) {
  const limit = Number(form.dataset.max);
  if (file.size > limit) {
    say("failed", `It has ${(file.size / 1e6).toFixed(1)} MB; the limit is ${limit / 1e6} MB. Split it or leave pictures out.`);
    return null;
  }
  const body = new FormData(form);
  body.delete("text");
  body.set("file", file);
  const bar = element("progress", { max: 1, value: 0, ariaLabel: `Sending ${file.name}` });
  say("sending", "sending ", bar);
  const onProgress = (part) => (part < 1 ? (bar.value = part) : say("reading", "reading ", element("progress", { ariaLabel: `Reading ${file.name}` })));
  try {
    return told(await post(body, onProgress), say);
  } catch {
    say("failed", LOST);
    return null;
  }
}

async function sendAll(form, files) {
  const list = document.getElementById("uploads");
  const waiting = [...files].map((file) => [file, row(list, file.name)]);
  for (const [, say] of waiting) say("waiting", "waits");
  let href = null;
  for (const [file, say] of waiting) href = (await send(form, file, say)) ?? href;
  if (!href) return;
  if (waiting.length === 1) location.assign(href);
  document.querySelector("[data-sent]").hidden = false;
  document.querySelector("[data-unsent]")?.remove();
}

function listen(form) {
  const input = form.querySelector("input[type=file]");
  const text = form.querySelector("textarea");
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", async (event) => {
    if (!input.files.length && text.value.trim()) return; // pasted text goes as the form does without script
    event.preventDefault();
    if (!input.files.length) {
      const say = row(document.getElementById("uploads"), "Nothing sent");
      say("failed", "choose a file, drop one, or paste the text of the report.");
      input.focus();
      return;
    }
    button.disabled = true;
    await sendAll(form, input.files);
    input.value = "";
    button.disabled = false;
  });
  const drop = form.querySelector("[data-drop]");
  const over = (on) => (event) => {
    event.preventDefault();
    drop.classList.toggle("drop--over", on);
  };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) sendAll(form, event.dataTransfer.files);
  });
}

document.querySelectorAll("[data-send]").forEach(listen);
