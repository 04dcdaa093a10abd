// One Tab stop: the arrows walk over cells and, above the first row, over the heads of lessons.
export class Walk {
  constructor(table, onVisit) {
    this.table = table;
    this.onVisit = onVisit;
    this.at = this.start();
    table.heads.forEach((head) => { head.target.tabIndex = -1; });
    if (!this.at) return;
    this.target(this.at).tabIndex = 0;
    const wrap = table.element.parentElement;
    const column = table.heads[this.at.x].element;
    wrap.scrollLeft = column.offsetLeft - wrap.clientWidth / 2;
    table.element.addEventListener("focusin", (event) => this.visited(event.target));
    table.element.addEventListener("mousedown", (event) => {
      const cell = event.target.closest("tbody td");
      if (cell?.at && event.button === 0) { event.preventDefault(); this.go(cell.at); }
    });
  }

  /** The lesson of today, or else the last open one, or else the last. */
  start() {
    const { heads, rows } = this.table;
    if (!heads.length || !rows.length) return null;
    const last = (name, has) => heads.findLastIndex((head) => head.element.classList.contains(name) === has);
    return { y: 0, x: [last("today", true), last("cl", false), heads.length - 1].find((x) => x >= 0) };
  }

  target({ y, x }) { return y < 0 ? this.table.heads[x]?.target : this.table.cell({ y, x }); }

  get cell() { return this.at.y < 0 ? null : this.table.cell(this.at); }

  go(at) {
    const next = { y: Math.max(-1, Math.min(at.y, this.table.rows.length - 1)), x: Math.max(0, Math.min(at.x, this.table.heads.length - 1)) };
    this.target(this.at).tabIndex = -1;
    this.at = next;
    const target = this.target(next);
    target.tabIndex = 0;
    target.focus({ preventScroll: true });
    this.meant = document.activeElement === target ? null : next; // a dialog has the focus, it comes back later
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  step([dy, dx]) {
    const far = Math.abs(dy) > 1; // a page never jumps onto the heads
    this.go({ y: far ? Math.max(0, this.at.y + dy) : this.at.y + dy, x: this.at.x + dx });
  }

  edge(name) {
    const last = { y: this.table.rows.length - 1, x: this.table.heads.length - 1 };
    this.go({ "row-start": { y: this.at.y, x: 0 }, "row-end": { y: this.at.y, x: last.x }, start: { y: 0, x: 0 }, end: last }[name]);
  }

  /** Down to the next cell that may be written; stays where there is none. */
  next() {
    for (let y = this.at.y + 1; y < this.table.rows.length; y += 1) {
      const cell = this.table.cell({ y, x: this.at.x });
      if (!this.table.isClosed(cell)) { this.go(cell.at); return; }
    }
  }

  visited(target) {
    const cell = target.closest("td");
    const x = this.table.heads.findIndex((head) => head.target === target);
    if (!cell?.at && x < 0) return;
    const { meant } = this;
    this.meant = null;
    if (meant && this.target(meant) !== target) { this.go(meant); return; }
    const before = this.target(this.at);
    this.at = cell?.at ?? { y: -1, x };
    if (before !== target) { before.tabIndex = -1; target.tabIndex = 0; }
    this.table.element.querySelector("tr.cur")?.classList.remove("cur");
    cell?.parentElement.classList.add("cur");
    this.onVisit(this.cell, this.at);
  }
}
