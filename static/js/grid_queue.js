// What is still to be saved: one after another, with versions, under the same keys until the server has answered.
const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];
const TIMEOUT = 20000;
const PREFIX = "journal-queue:";

/**
 * An entry waits until it is answered: {lesson, student, value, version, key, reason…}. A version of null follows an
 * earlier entry of the same cell. The tab keeps what waits (numbers and values, no names) for a reload.
 * hear: {saved, stale, refused, changed}; known(entry): the version last seen of its cell.
 */
export class Queue {
  constructor(data, hear, known) {
    this.url = `${data.url}/cells`;
    this.slot = `${PREFIX}${data.user}:${data.journal}`;
    this.hear = hear;
    this.known = known;
    this.waiting = this.restore(data.user);
    this.seen = new Map(); // versions the server has told, of cells of other months too
    this.state = "idle"; // idle, offline, signed-out, outdated
    this.failures = 0;
    window.addEventListener("online", () => this.resume());
    window.addEventListener("offline", () => this.rest("offline"));
    window.addEventListener("beforeunload", (event) => { if (this.asks()) event.preventDefault(); });
  }

  get size() { return this.waiting.length; }

  /** Leaving loses nothing when the person only has to sign in or to load the page anew. */
  asks() { return this.size > 0 && !["signed-out", "outdated"].includes(this.state); }

  /** version: when it is not the one last seen of the cell. */
  add(entry, version = null) {
    const chained = this.waiting.some((other) => same(other, entry));
    const made = { ...entry, key: crypto.randomUUID(), version: version ?? (chained ? null : this.version(entry)) };
    const idle = this.waiting.findLast((other) => same(other, entry) && !other.tried);
    if (idle && !("reason" in idle) && !("weight" in idle) && !("work" in idle)) { // nobody has heard of it yet
      made.version = idle.version;
      this.waiting.splice(this.waiting.indexOf(idle), 1, made);
    } else this.waiting.push(made);
    this.keep();
    this.drain();
  }

  /** Entries of one cell that wait behind a refused one are taken out; the last of them is what the person wants. */
  takeFollowers(entry) {
    const followers = this.waiting.filter((other) => same(other, entry));
    this.waiting = this.waiting.filter((other) => !same(other, entry));
    this.keep();
    return followers;
  }

  version(entry) { return this.seen.get(id(entry)) ?? this.known(entry); }

  async drain() {
    if (!this.busy) {
      this.busy = true;
      while (this.waiting.length && this.state === "idle") {
        if (navigator.onLine === false) this.rest("offline");
        else { this.hear.changed(); await this.send(this.waiting[0]); }
      }
      this.busy = false;
    }
    this.hear.changed();
  }

  async send(entry) {
    entry.version ??= this.version(entry);
    entry.tried = true;
    this.keep();
    try {
      const response = await fetch(`${this.url}/${entry.lesson}/${entry.student}`, request(entry));
      this.take(entry, response, await response.json().catch(() => ({})));
    } catch { // no answer: the same entry is sent again under its key
      this.rest("offline");
    }
  }

  take(entry, response, answer) {
    if (response.status >= 500 || response.status === 429) { this.rest("offline"); return; }
    if (response.status === 401) { this.rest("signed-out"); return; }
    if (response.status === 400 && !entry.outdated) {
      entry.outdated = true; // the page's token is too old: a fresh page sends it again
      this.rest("outdated");
      return;
    }
    this.failures = 0;
    if ("version" in answer) this.seen.set(id(entry), answer.version);
    this.waiting.splice(this.waiting.indexOf(entry), 1);
    this.keep();
    if (response.ok) this.hear.saved(entry, answer);
    else if (response.status === 409 && "version" in answer) this.hear.stale(entry, answer);
    else this.hear.refused(entry, answer);
  }

  /** Stop until the net is back, the pause is over or the person has signed in. */
  rest(state) {
    this.state = state;
    this.keep();
    clearTimeout(this.timer);
    if (state === "offline") {
      this.timer = setTimeout(() => this.resume(), PAUSES[Math.min(this.failures, PAUSES.length - 1)]);
      this.failures += 1;
    }
    this.hear.changed();
  }

  resume() {
    if (this.state !== "offline") return;
    clearTimeout(this.timer);
    this.state = "idle";
    this.drain();
  }

  keep() {
    try {
      if (this.waiting.length) sessionStorage.setItem(this.slot, JSON.stringify(this.waiting));
      else sessionStorage.removeItem(this.slot);
    } catch { /* a tab without storage keeps it until it is closed */ }
  }

  /** What this tab had not saved before a reload; what another account left is thrown away. */
  restore(user) {
    try {
      Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${user}:`))
        .forEach((name) => sessionStorage.removeItem(name));
      return JSON.parse(sessionStorage.getItem(this.slot) ?? "[]");
    } catch { return []; }
  }
}

function id({ lesson, student }) { return `${lesson}:${student}`; }

function same(one, other) { return id(one) === id(other); }

function request({ value, version, key, reason, work, weight, comment }) {
  const body = { value, version, key, reason, work, weight, comment }; // what is undefined is not sent
  return {
    method: "PUT", body: JSON.stringify(body), signal: AbortSignal.timeout(TIMEOUT),
    headers: {
      "Content-Type": "application/json", Accept: "application/json",
      "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
    },
  };
}
