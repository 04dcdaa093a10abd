// The students of a lesson: keys and fingers write, every cell is saved at once when the lesson has a record.
import { askReason, askStale } from "./grid_dialogs.js";
import { typed } from "./grid_keys.js";
import { Queue } from "./grid_queue.js";
import { Row } from "./lesson_row.js";

const DONE = 2000;

export class Sheet {
  /** record: how a lesson without a record gets one; status: the line of the page. */
  constructor(place, data, status, record) {
    this.data = data;
    this.status = status;
    this.record = record;
    this.letters = data.kinds.map((kind) => kind.letter);
    this.rows = [...place.querySelectorAll(".st li[data-student]")].map((item) => new Row(item, data.kinds, (row) => this.changed(row)));
    this.refused = new Set();
    this.reason = null; // one that goes for the next cells too
    this.asking = Promise.resolve();
    this.queue = new Queue(data, {
      saved: (entry, answer) => this.saved(entry, answer), stale: (entry, answer) => this.stale(entry, answer),
      refused: (entry, answer) => this.refuse(entry, answer), changed: () => this.tell(),
    }, (entry) => Number(this.find(entry)?.version.value ?? 0));
    if (this.queue.size) this.queue.drain();
    for (const row of this.rows) this.listen(row);
    place.addEventListener("click", (event) => this.press(event));
    this.count();
  }

  get present() { return this.rows.filter((row) => !row.isAbsent).length; }

  get unsaved() { return this.rows.filter((row) => row.isChanged).length; }

  find({ lesson, student }) {
    return lesson === this.data.lesson ? this.rows.find((row) => row.student === String(student)) : undefined;
  }

  listen(row) {
    row.input.addEventListener("keydown", (event) => this.key(event, row));
    row.input.addEventListener("focus", () => { if (!row.value.endsWith("/")) row.input.select(); });
    row.input.addEventListener("change", () => this.typedIn(row));
    row.input.addEventListener("blur", () => row.item.classList.remove("typing"));
  }

  /** A digit or a letter replaces what stands there and goes down, as in the grid; «/» adds. */
  key(event, row) {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const at = this.rows.indexOf(row);
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
    if (step) {
      event.preventDefault();
      this.typedIn(row);
      this.go(at + step);
      return;
    }
    const last = this.written;
    this.written = null;
    if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) {
      if (!last) return;
      event.preventDefault();
      this.add(last);
      return;
    }
    const sign = typed(event.key, this.letters);
    if (!sign) return;
    event.preventDefault();
    row.set(row.value.endsWith("/") ? row.value + sign : sign);
    this.written = row;
    this.go(at + 1);
  }

  /** «/» after a mark: back to the student just written, for a second one. */
  add(row) {
    row.input.value = `${row.value}/`;
    row.input.focus();
    row.input.setSelectionRange(row.input.value.length, row.input.value.length);
  }

  go(place) {
    const row = this.rows[place];
    if (row) row.input.focus();
    else if (place >= this.rows.length) document.getElementById("lesson-save").focus();
  }

  typedIn(row) {
    row.input.value = row.input.value.trim().toLowerCase().replace(/\/$/, "");
    row.paint();
    row.heard();
  }

  changed(row) {
    this.refused.delete(row);
    this.count();
    if (this.data.lesson) this.save(row);
    else this.record();
  }

  save(row, more = {}, version = null) {
    row.mood("pend");
    this.queue.add({ ...this.entry(row), ...more }, version);
  }

  /** What the marks are given for and why so late, as the form says. */
  entry(row) {
    const work = document.getElementById("mark_kind")?.value;
    const reason = this.reason ?? document.getElementById("reason")?.value.trim();
    return {
      lesson: this.data.lesson, student: Number(row.student), value: row.value,
      ...(work && /[2-5]/.test(row.value) ? { work } : {}), ...(reason ? { reason } : {}),
    };
  }

  saved(entry, answer) {
    this.status.savedAt(answer.saved_at);
    const row = this.find(entry);
    if (!row) return;
    row.settle(answer.value, answer.version);
    if (row.value !== entry.value) return; // a later value is on its way
    row.show(answer.value);
    row.mood("done");
    setTimeout(() => row.item.classList.remove("done"), DONE);
  }

  stale(entry, answer) {
    const row = this.find(entry);
    this.queue.takeFollowers(entry);
    if (!row) return;
    row.settle(answer.value, answer.version);
    if (row.value === answer.value) { row.mood(""); return; }
    this.ask(async () => {
      if (await askStale(answer, row.value, row.name, this.data.today)) this.save(row, {}, answer.version);
      else { row.show(answer.value); row.mood(""); this.count(); }
    });
  }

  refuse(entry, answer) {
    const row = this.find(entry);
    if (!row || row.value !== entry.value) return;
    if (answer.needs !== "reason" || entry.reason) { this.fail(row, answer); return; }
    this.ask(async () => {
      const given = this.reason ? { reason: this.reason } : await askReason(answer, row.value, row.name);
      if (given?.again) this.reason = given.reason;
      if (given) this.save(row, { reason: given.reason });
      else this.fail(row, answer);
    });
  }

  /** The value stays in its field, beside it the reason why it is not saved. */
  fail(row, { message = "Не записано", point }) {
    this.refused.add(row);
    row.mood("fail");
    row.say(point && !message.includes(`п. ${point}`) ? `${message} (п. ${point})` : message);
    this.tell();
  }

  ask(question) { this.asking = this.asking.then(question); }

  tell() {
    if (this.data.lesson) this.status.show(this.queue, this.refused.size);
  }

  count() {
    for (const place of document.querySelectorAll("[data-present]")) place.textContent = `${this.present} из ${this.rows.length}`;
    for (const chip of document.querySelectorAll(".hints .who")) {
      const row = this.rows.find((one) => one.student === chip.dataset.student);
      chip.hidden = !row || row.value !== "";
    }
  }

  /** Proposals and «все присутствуют» are taken without leaving the page. */
  press(event) {
    const button = event.target.closest(".hints button[name=step]");
    if (!button) return;
    event.preventDefault();
    if (button.value === "present") this.allPresent();
    else {
      const chips = button.value === "hints" ? [...document.querySelectorAll(".hints .who:not([hidden])")] : [button];
      for (const chip of chips) this.rows.find((row) => row.student === chip.dataset.student)?.set(chip.dataset.letter);
    }
  }

  allPresent() {
    for (const row of this.rows) if (row.kind) row.set(row.value.split("/").slice(1).join("/"));
    const noted = document.getElementById("attendance");
    if (noted) noted.checked = true;
    if (!this.data.attended) this.record(true);
  }

  /** After the first record: cells that were sent with it are saved, those changed meanwhile follow. */
  recorded(versions, sent) {
    for (const row of this.rows) {
      row.settle(sent.get(row.student) ?? row.seen.value, versions[row.student] ?? row.version.value);
      if (row.isChanged) this.save(row);
      else if (row.value) row.mood("done");
    }
    setTimeout(() => this.rows.forEach((row) => row.item.classList.remove("done")), DONE);
    this.tell();
  }

  showErrors(errors) {
    for (const row of this.rows) {
      const said = errors[`cell_${row.student}`];
      if (said) { row.mood("fail"); row.say(said.join(". ")); }
    }
  }
}
