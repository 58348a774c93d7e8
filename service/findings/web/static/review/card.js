// A finding as it is shown: where it stands, the words around it, and what the machine says of it.

import { day, h, percent } from "./dom.js";
import { units } from "./text.js";

const SHOWN = 320;
const TOLD = { heading: "Heading", lead_in: "Lead-in", table: "Table", model: "Model", words: "Words", reviewer: "Reviewer", warning: "Warning" };

export function place(item, text) {
  const hidden = item.suggestion && item.suggestion.label !== "not_a_finding" ? "" : "label=not_a_finding&";
  return `/ui/reports/${item.report.id}?${hidden}${text ? "view=text" : ""}#f-${item.id}`;
}

export function card(item, draft, words) {
  return h(
    "article",
    { id: "card", className: "card", tabIndex: -1, "data-id": item.id, "aria-labelledby": "card-text", "aria-describedby": "card-says" },
    where(item, words),
    item.section.length ? h("p", { className: "card__section" }, item.section.join(" › ")) : null,
    h("p", { className: "card__context" }, around(sentencesBefore(item.before)), marked(item, draft), around(sentencesAfter(item.after))),
    h("div", { id: "card-says", className: "card__says" }, says(item, draft, words)),
  );
}

function where(item, words) {
  const { report } = item;
  const name = report.authority ?? report.title ?? "Unknown authority";
  return h(
    "p",
    { className: "card__where" },
    h("a", { className: "govuk-link", href: place(item, false), target: "_blank" }, [name, words.kinds[report.kind], day(report.published)].filter(Boolean).join(", ")),
    h("a", { className: "finding__page", href: place(item, true), target: "_blank" }, `page ${item.page}`),
  );
}

const around = (text) => h("span", { className: "card__around" }, text);

// Whole sentences of the words around, as many as fit.
function sentencesBefore(text) {
  if (text.length <= SHOWN) return text;
  const part = text.slice(-SHOWN);
  const at = part.search(/(?<=[.?!]\s|\n)\S/);
  return at < 0 ? `…${part.slice(part.indexOf(" "))}` : part.slice(at);
}

function sentencesAfter(text) {
  if (text.length <= SHOWN) return text;
  const part = text.slice(0, SHOWN);
  const ends = Array.from(part.matchAll(/[.?!](?=\s)|\n/g), (match) => match.index + 1);
  return ends.length ? part.slice(0, ends.at(-1)) : `${part.slice(0, part.lastIndexOf(" "))} …`;
}

function marked(item, draft) {
  const entities = draft.entities ?? item.suggestion?.entities ?? [];
  const parts = [];
  let at = 0;
  for (const entity of [...entities].sort((one, other) => one.start - other.start)) {
    const [start, end] = [units(item.text, entity.start), units(item.text, entity.end)];
    if (start < at) continue;
    parts.push(item.text.slice(at, start), h("span", { className: "card__entity", title: entity.type.toLowerCase() }, item.text.slice(start, end)));
    at = end;
  }
  return h("strong", { className: "card__text", id: "card-text", dir: "auto" }, ...parts, item.text.slice(at));
}

function says(item, draft, words) {
  const { suggestion } = item;
  const chosen = changed(draft, words);
  if (!suggestion) return [h("p", { className: "card__blind" }, "No suggestion is shown: decide by the words alone."), chosen];
  const { label, confidence, themes, reasons } = suggestion;
  return [
    h(
      "p",
      {},
      h("strong", { className: `label label--${label}` }, words.labels[label]),
      ` ${percent(confidence)} sure `,
      draft.themes ? null : themes.map((tag) => h("span", { className: "theme" }, words.themes.find((theme) => theme.id === tag.id)?.name ?? `${words.older[tag.id] ?? tag.id} (older theme)`)),
    ),
    chosen,
    reasons.length ? h("ul", { className: "card__reasons" }, reasons.map((reason) => why(reason, words))) : null,
  ];
}

function why({ kind, detail, effect }, words) {
  return h("li", { className: `reason reason--${kind}` }, h("span", { className: "reason__kind" }, TOLD[kind] ?? kind), ` “${detail}” → ${words.labels[effect] ?? effect}`);
}

function changed({ themes, entities, note }, words) {
  if (!themes && !entities && !note) return null;
  return h(
    "p",
    { className: "card__chosen" },
    "With your next key: ",
    themes ? (themes.length ? themes.map((id) => h("span", { className: "theme" }, words.themes.find((theme) => theme.id === id).name)) : "no theme ") : null,
    entities ? ` ${entities.length} named ` : null,
    note ? ` note “${note}”` : null,
  );
}
