// Writing a cell and hearing what became of it: saved, stale, refused, a reason needed.
import { askReason, askStale, left } from "./grid_dialogs.js";
import { Queue } from "./grid_queue.js";
import { recount } from "./grid_sums.js";
import { Undo } from "./grid_undo.js";
import { toast } from "./shell.js";

export class Writer {
  constructor(table, status, note) {
    this.table = table;
    this.status = status;
    this.note = note;
    this.undo = new Undo();
    this.wanted = new WeakMap(); // what the person has written and is not saved yet
    this.failed = new Map(); // cell → {value, words}
    this.yielded = new Map(); // the same of cells left to another's value, until the person has come there
    this.asked = new Map(); // cells in question → the entry that waits for the answer
    this.onKey = undefined; // where keys go that a question has caught
    this.reasons = new Map(); // lesson → the reason that goes for its next cells
    this.declined = new Set(); // lessons for which the person would not give one
    this.asking = Promise.resolve(); // one question at a time
    this.queue = new Queue(table.data, {
      saved: (entry, answer) => this.saved(entry, answer), stale: (entry, answer) => this.stale(entry, answer),
      refused: (entry, answer) => this.refused(entry, answer), changed: () => this.tell(),
    }, (entry) => this.known(entry));
    this.showWaiting();
  }

  /** Entries that a reload has interrupted stand in their cells as not saved yet, and go out again. */
  showWaiting() {
    for (const entry of this.queue.waiting) {
      const cell = this.table.find(entry.lesson, entry.student);
      if (!cell) continue;
      this.wanted.set(cell, entry.value);
      this.table.paint(cell, entry.value, "pend");
    }
    if (this.queue.size) this.queue.drain();
  }

  known({ lesson, student }) {
    const cell = this.table.find(lesson, student);
    return cell ? this.table.state(cell).version : 0;
  }

  /** What the person sees in the cell: the latest wish, or what is saved. */
  text(cell) { return this.wanted.get(cell) ?? this.table.state(cell).text; }

  /** What stands there if nothing more is refused: a refused wish is not there. */
  base(cell) { return this.failed.has(cell) ? this.table.state(cell).text : this.text(cell); }

  mood(cell) { return this.failed.has(cell) ? "fail" : this.wanted.has(cell) ? "pend" : ""; }

  /** Write one cell; a step of the undo and, when something was erased, a way back at once. */
  write(cell, value, more = {}) {
    const from = this.base(cell);
    if (from === value && !this.failed.has(cell) && !Object.keys(more).length) return;
    const step = [{ cell, from, to: value }];
    if (from !== value) this.undo.push(step);
    this.put(cell, value, more);
    if (value || !from) return;
    const what = /[2-5]/.test(from) ? "Отметка стёрта" : "Пропуск стёрт";
    toast(`${what}: ${this.table.called(cell)}`, { action: "Вернуть", onAction: () => { this.undo.drop(step); this.takeBack(step); } });
  }

  /** Many cells as one step of the undo. */
  writeAll(cells, value) {
    this.undo.push(cells.map((cell) => ({ cell, from: this.base(cell), to: value })));
    cells.forEach((cell) => this.put(cell, value));
  }

  put(cell, value, more = {}) {
    this.failed.delete(cell);
    this.yielded.delete(cell);
    this.declined.delete(this.table.place(cell).lesson);
    this.note.hide(cell);
    this.wanted.set(cell, value);
    this.table.paint(cell, value, "pend");
    if (this.asked.has(cell)) this.askAnew(cell, value);
    else this.queue.add({ ...this.table.place(cell), value, ...more });
  }

  /** Back to what is saved: the refused value goes away. */
  revert(cell) {
    if (!this.failed.delete(cell)) return false;
    this.wanted.delete(cell);
    this.note.hide(cell);
    this.table.paint(cell, this.table.state(cell).text);
    this.tell();
    return true;
  }

  takeLast() {
    const step = this.undo.pop();
    if (step) this.takeBack(step);
    return step;
  }

  /** Each cell gets back what it had: a new save, with today's version. */
  takeBack(step) {
    [...step].reverse().forEach(({ cell, from }) => { if (this.text(cell) !== from) this.put(cell, from); });
  }

  saved(entry, answer) {
    this.status.savedAt(answer.saved_at);
    const cell = this.table.find(entry.lesson, entry.student);
    if (!cell) return;
    this.settle(cell, answer, entry.weight);
    if (this.queue.waiting.some((other) => other.lesson === entry.lesson && other.student === entry.student)) return;
    this.wanted.delete(cell);
    this.table.paint(cell, answer.value, "done");
  }

  settle(cell, answer, weight) {
    const { before, after } = this.table.settle(cell, answer.value, answer.version, weight);
    recount(this.table, this.table.rows[cell.at.y], before, after);
  }

  stale(entry, answer) {
    const cell = this.table.find(entry.lesson, entry.student);
    const last = this.queue.takeFollowers(entry).at(-1) ?? entry;
    const called = cell ? this.table.called(cell) : "Клетка другого месяца";
    if (cell) this.settle(cell, answer);
    if (answer.value === last.value) { this.keep(cell, answer); return; }
    if (cell) this.asked.set(cell, last);
    this.ask(() => this.decide(cell, last, answer, called));
  }

  /** The question names what is written now: a «/4» typed on makes «3/4» of the «3» it was about. */
  async decide(cell, last, answer, called) {
    let value, mine;
    do {
      value = last.value;
      this.question = Object.assign(new AbortController(), { cell });
      const { signal } = this.question;
      mine = value !== answer.value && await askStale(answer, value, called, this.table.data.today, { onKey: this.onKey, signal });
    } while (value !== last.value);
    this.asked.delete(cell);
    if (mine) { this.queue.add(wish(last), answer.version); return; }
    if (cell) this.undo.forget(cell, value);
    this.keep(cell, answer);
    this.tell();
    if (value !== answer.value) this.leave(cell, value, left(answer, this.table.data.today));
  }

  askAnew(cell, value) {
    const entry = this.asked.get(cell);
    if (entry.value === value) return;
    this.undo.forget(cell, entry.value);
    entry.value = value;
    if (this.question?.cell === cell) this.question.abort();
  }

  leave(cell, value, words) {
    if (!cell) { this.note.say(words, value && `${value} не записано`); return; }
    this.yielded.set(cell, { value, words });
    this.note.show(cell, value, words);
  }

  /** Another's content of a cell, as the server has told it. */
  keep(cell, answer) {
    if (!cell) return;
    if (answer.version !== this.table.state(cell).version) this.settle(cell, answer);
    this.wanted.delete(cell);
    this.table.paint(cell, answer.value);
  }

  refused(entry, answer) {
    if (answer.needs === "reason" && !entry.reason) this.needsReason(entry, answer);
    else this.refuse(entry, answer);
  }

  refuse(entry, answer) {
    const cell = this.table.find(entry.lesson, entry.student);
    if (!cell) { this.note.say(words(answer)); return; }
    if (this.queue.waiting.some((other) => other.lesson === entry.lesson && other.student === entry.student)) return;
    this.undo.forget(cell, entry.value);
    this.failed.set(cell, { value: entry.value, words: words(answer) });
    this.wanted.set(cell, entry.value);
    this.table.paint(cell, entry.value, "fail");
    this.note.show(cell, entry.value, words(answer));
  }

  needsReason(entry, answer) {
    const cell = this.table.find(entry.lesson, entry.student);
    this.ask(async () => {
      const called = cell ? this.table.called(cell) : "Занятие другого месяца";
      const given = this.declined.has(entry.lesson) ? null
        : this.reasons.get(entry.lesson) ?? await askReason(answer, entry.value, called, this.onKey);
      if (given?.again) this.reasons.set(entry.lesson, given);
      if (given) this.queue.add({ ...wish(entry), reason: given.reason });
      else {
        this.declined.add(entry.lesson); // thirty cells of a column do not ask thirty times
        this.refuse(entry, answer);
      }
      this.tell();
    });
  }

  /** A cell in question is not saved either. */
  tell() { this.status.show(this.queue, this.failed.size + this.asked.size); }

  ask(question) { this.asking = this.asking.then(question); }
}

function wish({ lesson, student, value, reason, work, weight, comment }) {
  return Object.fromEntries(Object.entries({ lesson, student, value, reason, work, weight, comment }).filter(([, each]) => each !== undefined));
}

/** The refusal with its point, said once. */
function words({ message = "Не записано", point }) {
  return point && !message.includes(`п. ${point}`) ? `${message} (п. ${point})` : message;
}
