// Decisions on their way to the service. Each is written down in the browser before anything else happens, sent in
// order, sent again until it is answered, and only then forgotten: neither a reload nor a lost network loses one.

import { Lost, Refused, ask, reviewer, token } from "./api.js";
import { Shelf } from "./shelf.js";

const PREFIX = "findings.outbox.";
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;

export class Outbox extends EventTarget {
  #wait = FIRST_WAIT;
  #timer = null;
  #sending = null;
  #stamp = 0;
  #shelf = new Shelf(PREFIX);
  lost = null;

  constructor() {
    super();
    addEventListener("online", () => this.send());
  }

  // Keep a decision and send it. `kept` is whatever is needed to show it again.
  put(path, body, kept) {
    const id = token();
    this.#stamp = Math.max(Date.now(), this.#stamp + 1); // what is put first is sent first
    const entry = { id, path, body: { ...body, token: id }, kept, reviewer: reviewer.name, refused: null };
    this.#write(`${PREFIX}${String(this.#stamp).padStart(15, "0")}.${id}`, entry);
    this.send();
    return entry;
  }

  entries() {
    return this.#shelf.all;
  }

  waiting() {
    return this.entries().filter((entry) => !entry.refused);
  }

  refused() {
    return this.entries().filter((entry) => entry.refused);
  }

  // Take a decision back that nobody has sent yet; says whether there was one.
  withdraw(id) {
    const found = this.waiting().find((entry) => entry.id === id && entry.id !== this.#sending);
    if (found) this.forget(found.key);
    return Boolean(found);
  }

  forget(key) {
    this.#shelf.remove(key);
    this.#tell("change");
  }

  async send() {
    clearTimeout(this.#timer);
    if (this.running) return;
    this.running = true;
    try {
      // Of several windows one sends at a time; where there are no locks, tokens keep decisions from being taken twice.
      if (navigator.locks) await navigator.locks.request(PREFIX, () => this.#sendAll());
      else await this.#sendAll();
    } finally {
      this.running = false;
    }
    if (this.lost) this.#again();
    else if (this.waiting().length) this.send();
  }

  async #sendAll() {
    for (let entry = this.waiting()[0]; entry; entry = this.waiting()[0]) {
      this.#sending = entry.id;
      try {
        const found = await ask(entry.path, entry.body, entry.reviewer);
        this.#found();
        this.forget(entry.key);
        this.#tell("saved", { entry, found });
      } catch (error) {
        if (error instanceof Lost) return this.#miss(error);
        if (!(error instanceof Refused)) throw error;
        this.#found();
        this.#refuse(entry, error.message);
      } finally {
        this.#sending = null;
      }
    }
    return undefined;
  }

  #refuse(entry, why) {
    const { key, ...kept } = entry;
    this.#write(key, { ...kept, refused: why });
    this.#tell("refused", { entry: { ...entry, refused: why } });
  }

  #miss(error) {
    this.lost = error.message;
    this.#tell("change");
  }

  #found() {
    this.lost = null;
    this.#wait = FIRST_WAIT;
  }

  #again() {
    this.#timer = setTimeout(() => this.send(), this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT);
  }

  #write(key, entry) {
    this.#shelf.put(key, entry);
    this.#tell("change");
  }

  #tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}
