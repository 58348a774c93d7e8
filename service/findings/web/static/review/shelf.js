// Things kept in the browser's storage under a prefix, in the order of their keys. They are held in memory as well:
// to list what a storage holds takes longer than anything else that a key does. Other windows' changes are heard of.

export class Shelf {
  #things = new Map();

  constructor(prefix) {
    this.prefix = prefix;
    this.#read();
    addEventListener("storage", (event) => this.#heard(event));
    addEventListener("pageshow", (event) => event.persisted && this.#read()); // it heard nothing while it was away
  }

  #read() {
    const found = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
    this.#things = new Map(found.sort().map((key) => [key, JSON.parse(localStorage.getItem(key))]));
  }

  #heard({ storageArea, key, newValue }) {
    if (storageArea !== localStorage) return;
    if (key === null) this.#things.clear();
    if (!key?.startsWith(this.prefix)) return;
    if (newValue === null) this.#things.delete(key);
    else this.#things.set(key, JSON.parse(newValue));
    this.#things = new Map([...this.#things].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  get keys() {
    return [...this.#things.keys()];
  }

  // All things, each with its `key`.
  get all() {
    return [...this.#things].map(([key, thing]) => ({ ...thing, key }));
  }

  put(key, thing) {
    localStorage.setItem(key, JSON.stringify(thing));
    this.#things.set(key, thing);
  }

  remove(key) {
    localStorage.removeItem(key);
    this.#things.delete(key);
  }
}
