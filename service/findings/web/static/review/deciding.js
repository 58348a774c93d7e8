// What a key does with the finding on the screen: decide, skip, flag, and take the last step back.

import { button, h } from "./dom.js";
import { draft, sent } from "./draft.js";
import { choose, feed, kept, next, outbox, seconds, show, stage, tell, words } from "./stage.js";
import { close, open } from "./tools.js";
import { trail } from "./trail.js";

export function decide(label, themes = stage.chosen.themes) {
  const body = { label, seconds: seconds(), ...sent({ ...stage.chosen, themes }) };
  const entry = outbox.put(`/findings/${stage.item.id}/corrections`, body, kept(words.labels[label]));
  trail.push({ id: entry.id, act: "decide", item: stage.item, chosen: stage.chosen });
  feed.decide(stage.item.id);
  tell(`${words.labels[label]}.`);
  next();
}

export function accept() {
  const { suggestion } = stage.item;
  if (!suggestion) return tell("No suggestion is shown: choose a label.");
  const themes = suggestion.themes.map((tag) => tag.id).filter((id) => words.themes.some((theme) => theme.id === id));
  return decide(suggestion.label, stage.chosen.themes ?? themes);
}

export function skip(told = "Skipped.") {
  trail.push({ id: null, act: "skip", item: stage.item });
  feed.skip(stage.item.id);
  tell(told);
  next();
}

export function flag() {
  const box = h("textarea", { className: "govuk-textarea", rows: 3, maxLength: 2000, value: stage.chosen.note ?? "", "aria-label": "Note" });
  const noted = (act) => () => {
    const note = box.value.trim();
    if (!note) return say("Write what is odd about it.");
    close();
    return act(note);
  };
  const send = noted((note) => {
    outbox.put(`/findings/${stage.item.id}/corrections`, { note, seconds: seconds() }, kept("Note"));
    skip("Flagged.");
  });
  const keep = noted((note) => choose({ note }));
  const enter = (event) => (event.shiftKey ? box.setRangeText("\n", box.selectionStart, box.selectionEnd, "end") : send());
  const say = open("Flag it", "A note alone decides nothing; others will see it in the history.", { Enter: enter }, box, button("Flag and go on", "Enter", send), button("Keep it with my decision", null, keep));
  box.focus();
}

export function undo() {
  const step = trail.pop();
  if (!step) return tell("There is nothing to take back.");
  if (step.act === "skip") feed.unskip(step.item.id);
  else if (!outbox.withdraw(step.id) && !takeBack(step)) return tell("That is being saved: take it back in a moment.");
  if (step.act === "decide") feed.undecide(step.item.id);
  feed.drop([...(step.made ?? []), step.item.id]);
  if (stage.item && stage.item.id !== step.item.id && !step.made?.includes(stage.item.id)) feed.putBack(stage.item);
  tell("Taken back.");
  if (step.chosen) draft.keep(step.chosen);
  return show(step.item);
}

// Have the service take a step back; not where it has not yet said what came of the step.
function takeBack(step) {
  const id = step.act === "decide" ? step.item.id : step.made?.[0];
  if (id) outbox.put(`/findings/${id}/corrections`, { undo: true, own: true }, kept("Undo", step.item));
  else trail.push(step);
  return Boolean(id);
}
