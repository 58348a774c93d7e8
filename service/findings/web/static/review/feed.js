// The findings ahead: asked for before they are needed, so that the next one is on the screen at once.

import { Lost, ask } from "./api.js";

const ENOUGH = 8;
const FIRST = 4;
const AT_ONCE = 10;
const MOST_UNSENT = 25; // with more decisions than this on their way, there is no use in asking for more findings
const MOST_SKIPPED = 200;
const RETRY = 2000;
const RECOUNT = 40;
export const MOST_COUNTED = 10000; // the service counts no further
const SKIPPED = "findings.review.skipped";

export class Feed extends EventTarget {
  items = [];
  decided = new Set();
  skipped = JSON.parse(sessionStorage.getItem(SKIPPED) ?? "[]");
  left = null;
  dry = false;
  lost = false;
  #asking = false;
  #rounds = 0;
  #sinceCount = 0;

  constructor(query, outbox, current) {
    super();
    Object.assign(this, { query, outbox, current });
  }

  take() {
    const next = this.items.shift() ?? null;
    this.fill();
    return next;
  }

  putBack(...items) {
    this.drop(items.map((item) => item.id));
    for (const item of items) this.decided.delete(item.id);
    this.items.unshift(...items);
  }

  drop(ids) {
    this.items = this.items.filter((item) => !ids.includes(item.id));
  }

  decide(id) {
    this.decided.add(id);
    this.#sinceCount += 1;
    this.#move(-1);
  }

  undecide(id) {
    this.decided.delete(id);
    this.#move(1);
  }

  #move(by) {
    if (this.left !== null && this.left < MOST_COUNTED) this.left = Math.max(0, this.left + by);
  }

  skip(id) {
    this.#setSkipped([...this.skipped.filter((each) => each !== id), id].slice(-MOST_SKIPPED));
  }

  unskip(id) {
    this.#setSkipped(id ? this.skipped.filter((each) => each !== id) : []);
  }

  #setSkipped(ids) {
    this.skipped = ids;
    sessionStorage.setItem(SKIPPED, JSON.stringify(ids));
  }

  // Findings by id, whatever the filters and whoever decided on them.
  async named(ids) {
    const query = new URLSearchParams([...ids.map((id) => ["finding", id]), ["count", "false"], ["limit", "50"]]);
    return (await ask(`/review/queue?${query}`)).items;
  }

  async fill() {
    if (this.#asking || this.dry || this.items.length >= ENOUGH || this.outbox.waiting().length > MOST_UNSENT) return;
    this.#asking = true;
    try {
      this.#receive(await ask(`/review/queue?${this.#question()}`));
    } catch (error) {
      this.lost = error instanceof Lost;
      if (this.lost) setTimeout(() => this.fill(), RETRY);
      this.dispatchEvent(new CustomEvent("failed", { detail: error }));
    } finally {
      this.#asking = false;
    }
    if (!this.lost) this.fill();
  }

  #question() {
    const counts = this.#rounds > 0 && (this.left === null || this.#sinceCount > RECOUNT);
    const query = new URLSearchParams(this.query);
    for (const id of this.#have()) query.append("have", id);
    for (const id of this.skipped) query.append("skip", id);
    query.set("count", counts);
    query.set("limit", this.#rounds ? AT_ONCE : FIRST);
    return query;
  }

  #have() {
    const unsent = this.outbox.waiting().map((entry) => entry.kept.item?.id);
    return new Set([this.current()?.id, ...this.items.map((item) => item.id), ...unsent].filter(Boolean));
  }

  #receive(queue) {
    this.#rounds += 1;
    this.lost = false;
    if (queue.left !== null) [this.left, this.#sinceCount] = [queue.left, 0];
    this.drop(queue.gone);
    const known = new Set([...this.#have(), ...this.decided, ...this.skipped]);
    const fresh = queue.items.filter((item) => !known.has(item.id));
    this.items.push(...fresh);
    this.dry = fresh.length === 0;
    this.dispatchEvent(new Event("filled"));
  }

  // Ask anew after there was nothing more.
  look() {
    this.dry = false;
    return this.fill();
  }
}
