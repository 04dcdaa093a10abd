// The journal's grid: keys and fingers become entries, entries become saved cells.
import { openCard } from "./grid_card.js";
import { showKeys } from "./grid_dialogs.js";
import { ColumnMenu } from "./grid_fill.js";
import { meaning } from "./grid_keys.js";
import { startLook } from "./grid_look.js";
import { Walk } from "./grid_move.js";
import { Note } from "./grid_note.js";
import { Status } from "./grid_status.js";
import { Table } from "./grid_table.js";
import { Writer } from "./grid_write.js";

const PRESS = 500; // a finger that stays so long asks for the card

class Grid {
  constructor(element) {
    this.data = JSON.parse(document.getElementById("grid-data").textContent);
    this.table = new Table(element, this.data);
    this.note = new Note(element.closest(".jr-body"));
    this.writer = new Writer(this.table, new Status(document.getElementById("save-state")), this.note);
    this.writer.onKey = (event) => this.carryOn(event);
    this.letters = this.data.kinds.map((kind) => kind.letter);
    this.walk = new Walk(this.table, (cell, at) => this.visit(cell, at));
    this.goToAsked();
    this.menu = new ColumnMenu(this);
    this.adding = null; // {cell, base}: «5/» waits for its second mark
    this.written = null; // the cell written by the last key: «/» goes back to it
    if (!this.walk.at) return;
    element.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("dblclick", (event) => { if (event.target.closest("tbody td")?.at) this.card(); });
    this.listenToFingers(element);
    const keys = document.getElementById("keys-open");
    keys.hidden = false;
    keys.addEventListener("click", () => showKeys(this.data.kinds, this.data.due));
    document.addEventListener("keydown", (event) => this.pageKey(event));
  }

  /** «#cell-12-5»: a finding leads to the very cell, lesson and student. */
  goToAsked() {
    const [, lesson, student] = location.hash.match(/^#cell-(\d+)-(\d+)$/) ?? [];
    const asked = lesson && this.table.find(Number(lesson), Number(student));
    if (asked) this.walk.go(asked.at);
  }

  key(event) {
    const wish = meaning(event, this.letters);
    if (!wish || event.target.closest("[role=menu]")) return;
    if (!this.walk.cell && (wish.write || wish.clear || wish.card || wish.next || wish.add || wish.alien)) return; // a head: its own keys
    event.preventDefault();
    event.stopPropagation();
    const before = this.written;
    this.written = null;
    if (wish.add) this.add(before);
    else if (wish.write) this.write(wish.write);
    else if (wish.clear) this.clear();
    else if (wish.cancel) this.cancel();
    else if (wish.alien) { this.written = before; this.refuse(wish.alien); }
    else { this.stopAdding(); this.other(wish); }
  }

  /** What is typed into a question that came meanwhile goes on in the following cells. */
  carryOn(event) {
    const wish = meaning(event, this.letters);
    if (wish?.write || wish?.add || wish?.next || wish?.alien) this.key(event);
  }

  other(wish) {
    if (wish.step) this.walk.step(wish.step);
    else if (wish.edge) this.walk.edge(wish.edge);
    else if (wish.next) this.walk.next();
    else if (wish.card) this.card();
    else if (wish.help) showKeys(this.data.kinds, this.data.due);
    else if (wish.undo) this.undo();
  }

  /** The list of keys and the way back are there from anywhere on the page but a field. */
  pageKey(event) {
    if (event.target.closest("input, textarea, select, dialog")) return;
    const wish = meaning(event, this.letters);
    if (!wish?.help && !wish?.undo) return;
    event.preventDefault();
    this.other(wish);
  }

  write(sign) {
    const cell = this.walk.cell;
    if (!this.mayWrite(cell)) return;
    const value = this.adding ? `${this.adding.base}/${sign}` : sign;
    this.adding = null;
    this.writer.write(cell, value);
    this.walk.next();
    this.written = cell;
  }

  /** «/»: a second mark for the cell just written, or for the one under the cursor. */
  add(before) {
    const cell = before ?? this.walk.cell;
    const base = this.adding ? "" : this.writer.base(cell);
    if (!base || !this.mayWrite(cell)) return;
    if (cell !== this.walk.cell) this.walk.go(cell.at);
    this.adding = { cell, base };
    this.table.paint(cell, `${base}/`, "open");
  }

  stopAdding() {
    if (!this.adding) return false;
    const { cell } = this.adding;
    this.adding = null;
    this.table.paint(cell, this.writer.text(cell), this.writer.mood(cell));
    return true;
  }

  clear() {
    if (this.stopAdding()) return;
    const cell = this.walk.cell;
    if (this.mayWrite(cell)) this.writer.write(cell, "");
  }

  cancel() {
    if (!this.stopAdding() && this.walk.cell) this.writer.revert(this.walk.cell);
    this.note.hide();
  }

  undo() {
    const step = this.writer.takeLast();
    const cell = step?.[0]?.cell;
    if (cell) this.walk.go(cell.at);
  }

  mayWrite(cell) {
    if (!this.table.isClosed(cell)) return true;
    this.note.show(cell, "", this.table.why(cell));
    return false;
  }

  /** A sign that no cell takes: the words say what one does. */
  refuse(sign) {
    const cell = this.walk.cell;
    if (!this.mayWrite(cell)) return;
    const letters = this.data.kinds.map((kind) => `${kind.letter}\u00a0${kind.title}`).join(", ");
    this.note.show(cell, sign, `Отметка — целое число от 2 до 5. Буквы пропусков: ${letters}`);
  }

  card() {
    const cell = this.walk.cell;
    if (cell) openCard(this, cell);
  }

  /** The line under the grid and the words beside a refused cell. */
  visit(cell, at) {
    if (this.adding && this.adding.cell !== cell) this.stopAdding();
    const { failed, yielded } = this.writer;
    const said = failed.get(cell) ?? yielded.get(cell);
    if (said) this.note.show(cell, said.value, said.words);
    else if (this.note.cell !== cell && !failed.has(this.note.cell) && !yielded.has(this.note.cell)) this.note.hide();
    yielded.delete(cell); // seen where it stands: gone with the next step
    const head = this.table.heads[at.x];
    const about = head.element.title.split("; ").slice(1).join("; ");
    const why = cell ? (this.table.isClosed(cell) ? this.table.why(cell) : "") : about;
    document.getElementById("cell-name").textContent = cell ? `${this.table.name(at.y)}, ${head.day}` : `Занятие ${head.day}`;
    document.getElementById("cell-why").textContent = why;
  }

  listenToFingers(element) {
    let timer;
    const stop = () => clearTimeout(timer);
    element.addEventListener("pointerdown", (event) => {
      const cell = event.target.closest("tbody td");
      if (event.pointerType === "mouse" || !cell?.at) return;
      timer = setTimeout(() => { this.walk.go(cell.at); this.card(); }, PRESS);
    });
    for (const name of ["pointerup", "pointercancel", "pointermove"]) {
      element.addEventListener(name, (event) => { if (name !== "pointermove" || Math.hypot(event.movementX, event.movementY) > 6) stop(); });
    }
    element.addEventListener("contextmenu", (event) => { if (event.pointerType === "touch") event.preventDefault(); });
  }
}

startLook();
const element = document.getElementById("journal-grid");
if (element) new Grid(element);
