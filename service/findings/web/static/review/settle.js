// Settles what is on a list by keys: disagreements, and decisions that look like slips.

import { h } from "./dom.js";
import { watch } from "./notices.js";
import { Outbox } from "./outbox.js";

const outbox = new Outbox();
const steps = [];
const articles = [...document.querySelectorAll("article.finding")];
const formOf = (article) => article.querySelector("[data-settle]");
const here = () => document.activeElement.closest("article.finding") ?? articles.find((each) => !each.classList.contains("finding--settled"));

function settle(article, change, told) {
  const id = formOf(article).dataset.settle;
  const text = article.querySelector(".finding__text").textContent;
  const entry = outbox.put(`/findings/${id}/corrections`, { ...change, adjudicates: true }, { told, text });
  steps.push({ article, entry: entry.id, id, text });
  mark(article, `Settled: ${told}.`);
  const next = articles.slice(articles.indexOf(article) + 1).find((each) => !each.classList.contains("finding--settled"));
  (next ?? article).focus();
}

function mark(article, told) {
  const line = article.querySelector(".settle__told");
  article.classList.toggle("finding--settled", Boolean(told));
  line.hidden = !told;
  line.replaceChildren(told, told ? h("button", { type: "button", className: "govuk-link plain-button", onclick: () => undo(article) }, "Take back") : "");
}

function undo(article) {
  const at = article ? steps.findLastIndex((step) => step.article === article) : steps.length - 1;
  const [step] = at < 0 ? [] : steps.splice(at, 1);
  if (!step) return;
  const kept = { told: "Undo", text: step.text };
  if (!outbox.withdraw(step.entry)) outbox.put(`/findings/${step.id}/corrections`, { undo: true, own: true }, kept);
  mark(step.article, "");
  step.article.focus();
}

const buttonsOf = (article) => [...formOf(article).querySelectorAll("button[name=label]")];
const named = (button) => button.lastChild.textContent.trim();

for (const article of articles) {
  formOf(article).addEventListener("submit", (event) => {
    event.preventDefault();
    settle(article, { label: event.submitter.value }, named(event.submitter));
  });
  for (const taking of article.querySelectorAll("[data-take]")) {
    taking.hidden = false;
    taking.addEventListener("click", () => settle(article, JSON.parse(taking.dataset.take), taking.textContent));
  }
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select")) return;
    const article = here();
    const button = article && !article.classList.contains("finding--settled") && buttonsOf(article)[Number(event.key) - 1];
    if (event.key === "u") undo();
    else if (button) settle(article, { label: button.value }, named(button));
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

watch(outbox, null);
outbox.send();
