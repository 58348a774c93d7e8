// Corrects which words of a finding name a body, a process, a role…: select words, press the type's letter.

import { button, h } from "./dom.js";
import { box, points, select, units } from "./text.js";
import { close, open } from "./tools.js";

export function correctNames(item, words, entities, done) {
  let named = entities.map((entity) => ({ ...entity }));
  const area = box(item.text, "Words of the finding", "tool-hint");
  const list = h("ul", { className: "names", "aria-live": "polite" });

  function tell() {
    named.sort((one, other) => one.start - other.start);
    list.replaceChildren(...named.map((entity) => h("li", {}, `${entity.text} (${words.entities[entity.type] ?? entity.type}) `, button("Take away", null, () => remove(entity), "small"))));
  }

  function remove(entity) {
    named = named.filter((each) => each !== entity);
    tell();
    area.focus();
  }

  const chosen = () => [points(item.text, area.selectionStart), points(item.text, area.selectionEnd)];
  const touching = ([start, end]) => (each) => each.start < Math.max(end, start + 1) && each.end > start;

  function name(type) {
    const [start, end] = chosen();
    const text = item.text.slice(area.selectionStart, area.selectionEnd);
    if (!text.trim()) return say("Select the words first, with Shift and the arrow keys.");
    named = named.filter((each) => !touching([start, end])(each));
    named.push({ start, end, text, type });
    say(`${text}: ${words.entities[type]}.`);
    return tell();
  }

  function unname() {
    const gone = named.filter(touching(chosen()));
    named = named.filter((each) => !gone.includes(each));
    say(gone.length ? `${gone.map((each) => each.text).join(", ")}: taken away.` : "No name is there.");
    tell();
  }

  const next = () => {
    const following = named.find((each) => units(item.text, each.start) > area.selectionStart) ?? named[0];
    if (following) select(area, units(item.text, following.start), units(item.text, following.end));
  };

  const finish = () => {
    close();
    done(named);
  };

  const letters = Object.fromEntries(Object.keys(words.entities).map((type) => [type[0].toLowerCase(), () => name(type)]));
  const keys = { ...letters, n: next, Delete: unname, Backspace: unname, Enter: finish };
  const types = Object.entries(words.entities).map(([type, text]) => button(text, type[0].toLowerCase(), () => name(type), "small"));
  const hint = "Select words with Shift and the arrow keys, then press a type’s letter. n goes to the next name, Delete takes it away, Enter is done.";
  const say = open("Names", hint, keys, area, h("p", {}, types), list, button("Done", "Enter", finish));
  tell();
  const first = named[0];
  select(area, first ? units(item.text, first.start) : 0, first ? units(item.text, first.end) : 0);
}
