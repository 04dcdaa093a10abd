// The table as it stands on the page: rows, lessons, what a cell shows and what is saved in it.
const MOODS = ["pend", "done", "fail", "open"];
const TILES = ["m5", "m4", "m3", "m2", "n5", "n4", "n3", "n2", "ma", "n", "two", "wait"];
const TICK = 2000;

export class Table {
  constructor(element, data) {
    this.element = element;
    this.data = data;
    this.whole = element.classList.contains("whole");
    this.kinds = new Map(data.kinds.map((kind) => [kind.letter, kind]));
    this.heads = [...element.querySelectorAll("thead [data-lesson]")].map((head, x) => readHead(head, data.days[x]));
    this.rows = [...element.tBodies[0].rows].map((row, y) => this.readRow(row, y));
    this.lessons = new Map(this.heads.map((head, x) => [head.lesson, x]));
    this.students = new Map(this.rows.map((row, y) => [row.student, y]));
    this.states = new WeakMap();
  }

  readRow(element, y) {
    const cells = [...element.cells].slice(1, 1 + this.heads.length);
    cells.forEach((cell, x) => { cell.at = { y, x }; });
    return { element, student: Number(element.dataset.student), cells };
  }

  /** «Белова Ксения»: the words of the row's head without its number and notes. */
  name(y) {
    const head = this.rows[y].element.cells[0];
    return (head.querySelector("s") ?? [...head.childNodes].find((node) => node.nodeType === 3)).textContent.trim();
  }

  cell({ y, x }) { return this.rows[y]?.cells[x] ?? null; }

  find(lesson, student) {
    const [y, x] = [this.students.get(student), this.lessons.get(lesson)];
    return y === undefined || x === undefined ? null : this.rows[y].cells[x];
  }

  place(cell) { return { lesson: this.heads[cell.at.x].lesson, student: this.rows[cell.at.y].student }; }

  /** «Белова, 16.11» */
  called(cell) { return `${this.name(cell.at.y).split(" ")[0]}, ${this.heads[cell.at.x].day}`; }

  isClosed(cell) {
    const readonly = cell.getAttribute("aria-readonly");
    return this.whole ? readonly !== "false" : readonly === "true";
  }

  /** Why a cell is closed, or until when it is open: the words of its row or of the line above its column. */
  why(cell) {
    const note = this.rows[cell.at.y].element.cells[0].querySelector(".vh, small");
    if (cell.classList.contains("gone") && note) return note.textContent.replace(/^, /, "");
    let x = cell.at.x;
    for (const span of this.element.tHead.rows[0].cells) {
      if (span.classList.contains("nm")) continue;
      if (x < span.colSpan) return span.title;
      x -= span.colSpan;
    }
    return "";
  }

  /** What is saved in a cell: text, version, weights of its marks, hours its absence counts. */
  state(cell) {
    if (!this.states.has(cell)) {
      const text = cell.textContent;
      this.states.set(cell, {
        text, version: Number(cell.dataset.version ?? 0),
        weights: (cell.dataset.weights ?? text.replace(/[^2-5]+/g, " ").trim().replace(/\d/g, "1")).split(" ").filter(Boolean).map(Number),
        missed: cell.dataset.missed === undefined ? this.hours(cell, text) : Number(cell.dataset.missed),
      });
    }
    return this.states.get(cell);
  }

  /** What the server has answered about a cell; weight: of its last mark, when that was asked for. */
  settle(cell, text, version, weight) {
    const before = this.state(cell);
    const marks = text.split("/").filter((part) => /^[2-5]$/.test(part));
    const after = { text, version, weights: marks.map((_, place) => before.weights[place] ?? 1), missed: this.hours(cell, text) };
    if (weight && marks.length) after.weights[marks.length - 1] = weight;
    this.states.set(cell, after);
    cell.dataset.version = version;
    return { before, after };
  }

  hours(cell, text) {
    const kind = this.kinds.get(text.split("/")[0]);
    return kind?.counts ? this.heads[cell.at.x].hours : 0;
  }

  /** Show a text in a cell; mood: pend, done (for two seconds), fail, open or nothing. */
  paint(cell, text, mood = "") {
    clearTimeout(cell.tick);
    cell.textContent = text;
    cell.classList.remove(...MOODS, ...TILES);
    cell.classList.add(...this.tiles(cell, text), ...(mood ? [mood] : []));
    if (mood === "fail") cell.setAttribute("aria-invalid", "true"); else cell.removeAttribute("aria-invalid");
    if (mood === "done") cell.tick = setTimeout(() => cell.classList.remove("done"), TICK);
    if (!cell.className) cell.removeAttribute("class");
  }

  tiles(cell, text) {
    if (!text) return this.heads[cell.at.x].awaited && !cell.classList.contains("gone") ? ["wait"] : [];
    const [first, second] = text.split("/");
    const kind = this.kinds.get(first);
    const tile = kind ? ["ma", ...(kind.counts && !kind.excused ? ["n"] : [])] : [`m${first}`];
    return second ? [...tile, `n${second}`, "two"] : tile;
  }
}

function readHead(element, day) {
  const letters = element.querySelector(".k");
  return {
    element, day, lesson: Number(element.dataset.lesson), hours: Number(element.dataset.hours ?? 2),
    awaited: letters?.firstChild.nodeType === 3, target: element.querySelector(".d"),
  };
}
