// Changes what is a finding. The service has to say what comes of it, but nobody waits for it for long.

import { outcome } from "./outcome.js";
import { feed, kept, next, outbox, seconds, show, stage, tell } from "./stage.js";
import { close } from "./tools.js";
import { trail } from "./trail.js";

async function change(told, path, body, say) {
  const from = stage.item;
  const entry = outbox.put(path, { ...body, seconds: seconds() }, kept(told));
  const adds = "label" in body;
  trail.push({ id: entry.id, act: adds ? "add" : "change", item: from });
  const came = await outcome(outbox, entry.id);
  if (came.kind === "refused") {
    outbox.forget(came.key);
    trail.drop(entry.id);
    return say(came.why);
  }
  const made = came.found ? [came.found.id, ...came.found.also.map((each) => each.id)] : null;
  feed.drop(body.merge ?? []);
  tell(made ? `${told}: saved.` : `${told}: kept, and saved as soon as the service answers.`);
  if (adds) return close();
  if (stage.item?.id !== from.id) return undefined;
  return made ? showMade(made) : next();
}

async function showMade(ids) {
  try {
    const [first, ...others] = await feed.named(ids);
    feed.putBack(...others);
    show(first);
  } catch {
    next(); // they come again by the queue, for nobody has decided their label
  }
}

export const correction = (told) => (body, say) => change(told, `/findings/${stage.item.id}/corrections`, body, say);
export const addition = (body, say) => change("Added", `/reports/${stage.item.report.id}/findings`, body, say);

export async function instead(id) {
  try {
    const [other] = await feed.named([id]);
    if (stage.item) feed.putBack(stage.item);
    show(other);
  } catch (error) {
    tell(error.message);
  }
}
