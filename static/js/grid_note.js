// The words beside a cell: why it is not saved, or why nothing is written there.
import { make } from "./grid_dom.js";

export class Note {
  constructor(body) {
    this.body = body;
    this.title = make("b");
    this.text = make("div");
    this.box = make("div", { cls: "pop jr-note", role: "alert", hidden: true }, this.title, this.text);
    body.append(this.box);
    this.cell = null;
  }

  /** value: what was not written; "" says only why the cell is closed. */
  show(cell, value, words) {
    this.cell = cell;
    this.say(words, value ? `${value} не записано` : "");
    this.place(cell);
  }

  /** Beside the cell, so that its column stays in sight: to the right, or else to the left. */
  place(cell) {
    const [at, page] = [cell.getBoundingClientRect(), this.body.getBoundingClientRect()];
    const [width, height] = [this.box.offsetWidth, this.box.offsetHeight];
    const right = at.right - page.left + 8;
    const left = right + width + 8 < page.width ? right : Math.max(8, at.left - page.left - width - 8);
    this.box.style.left = `${left}px`;
    this.box.style.top = `${Math.max(4, Math.min(at.top - page.top - 8, page.height - height - 36))}px`;
  }

  say(words, title = "") {
    this.title.textContent = title;
    this.title.hidden = !title;
    this.text.textContent = words;
    this.box.hidden = false;
  }

  hide(cell) {
    if (cell && cell !== this.cell) return;
    this.box.hidden = true;
    this.cell = null;
  }
}
