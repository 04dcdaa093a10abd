// The menu of a lesson's column: open the lesson, fill the empty cells, change the filled ones after a question.
import { make, plural } from "./grid_dom.js";
import { ask } from "./shell.js";

export class ColumnMenu {
  constructor(grid) {
    this.grid = grid;
    this.table = grid.table;
    this.box = null;
    for (const head of this.table.heads) {
      head.target.setAttribute("aria-haspopup", "menu");
      head.target.addEventListener("click", (event) => this.click(event, head));
      head.target.addEventListener("keydown", (event) => this.headKey(event, head));
    }
  }

  click(event, head) {
    if (this.left === head && performance.now() - this.leftAt < 400) { event.preventDefault(); return; } // it closes the menu
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab of the lesson
    event.preventDefault();
    this.toggle(head);
  }

  headKey(event, head) {
    if (!["Enter", " ", "F2"].includes(event.key) || event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.toggle(head);
  }

  toggle(head) {
    const opened = this.head === head;
    this.close();
    if (!opened) this.open(head);
  }

  open(head) {
    this.head = head;
    const title = head.element.title ? make("p", { cls: "muted", text: head.element.title }) : null;
    this.box = make("div", { cls: "pop jr-menu", on: {
      keydown: (event) => this.key(event),
      focusout: (event) => { if (!this.box?.contains(event.relatedTarget)) this.close(false); },
    } }, title, make("div", { role: "menu", "aria-label": `Занятие ${head.day}` }, ...this.content(head)));
    document.querySelector(".jr-body").append(this.box);
    this.put(head);
    head.target.setAttribute("aria-expanded", "true");
    this.items()[0].focus();
  }

  put(head) {
    const [at, page] = [head.element.getBoundingClientRect(), this.box.parentElement.getBoundingClientRect()];
    this.box.style.top = `${at.bottom - page.top + 2}px`;
    this.box.style.left = `${Math.max(8, Math.min(at.left - page.left, page.width - this.box.offsetWidth - 8))}px`;
  }

  close(back = true) {
    if (!this.box) return;
    const { box, head } = this;
    this.box = this.head = null;
    head.target.removeAttribute("aria-expanded");
    [this.left, this.leftAt] = [back ? null : head, performance.now()];
    if (back) head.target.focus();
    box.remove();
  }

  content(head) {
    const open = this.writable(head);
    const [empty, full] = [open.filter((cell) => !this.grid.writer.text(cell)), open.filter((cell) => this.grid.writer.text(cell))];
    const lesson = head.target.href ? make("a", { role: "menuitem", tabindex: "-1", href: head.target.href, text: "Открыть занятие" }) : null;
    if (!open.length) return [lesson ?? make("button", { role: "menuitem", tabindex: "-1", type: "button", "aria-disabled": "true", text: "Все клетки закрыты" })];
    return [lesson,
      this.group(`Заполнить пустые: ${empty.length}`, (value) => this.fill(head, value), !empty.length),
      this.group(`Заменить заполненные: ${full.length}…`, (value) => this.overwrite(head, value), !full.length)];
  }

  group(label, act, off) {
    if (off) return null;
    const values = [...["5", "4", "3", "2"].map((mark) => [mark, `отметка ${mark}`]), ...this.grid.data.kinds.map((kind) => [kind.letter, kind.title])];
    return make("div", { role: "group", "aria-label": label }, make("b", { text: label, "aria-hidden": "true" }),
      make("span", { cls: "values", role: "none" }, ...values.map(([value, title]) => make("button", {
        role: "menuitem", tabindex: "-1", type: "button", cls: "btn btn-sm", title, "aria-label": `${label} ${title}`, text: value,
        on: { click: () => { this.close(); act(value); } } }))));
  }

  items() { return [...this.box.querySelectorAll("[role=menuitem]")]; }

  key(event) {
    const items = this.items();
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); this.close(); }
    else if (to !== undefined) { event.preventDefault(); items.at(to % items.length).focus(); }
    event.stopPropagation();
  }

  writable(head) {
    const x = this.table.heads.indexOf(head);
    return this.table.rows.map((row) => row.cells[x]).filter((cell) => !this.table.isClosed(cell));
  }

  fill(head, value) {
    this.grid.writer.writeAll(this.writable(head).filter((cell) => !this.grid.writer.text(cell)), value);
  }

  /** The second, explicit act: it says how many cells change. */
  async overwrite(head, value) {
    const changed = this.writable(head).filter((cell) => { const text = this.grid.writer.text(cell); return text && text !== value; });
    const count = `${changed.length} ${plural(changed.length, "клетка", "клетки", "клеток")}`;
    if (!changed.length || !(await ask({
      title: `Заменить на ${value}: ${count}`, text: `${head.day}. Прежние записи останутся в истории; вернуть можно через Ctrl Z.`,
      yes: `Заменить ${changed.length}`, no: "Не заменять" }))) return;
    this.grid.writer.writeAll(changed, value);
  }
}
