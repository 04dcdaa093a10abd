// One student of the lesson: the text beside the name, and buttons of it for a finger.
import { make } from "./grid_dom.js";

export const MARKS = ["5", "4", "3", "2"];

/** «о/5/4» → {absence: "о", marks: ["5", "4"]}. */
export function parse(value, kinds) {
  const parts = value.split("/").map((part) => part.trim()).filter(Boolean);
  const absence = kinds.some((kind) => kind.letter === parts[0]?.toLowerCase()) ? parts[0].toLowerCase() : "";
  return { absence, marks: absence ? parts.slice(1) : parts };
}

export function join({ absence, marks }) { return [absence, ...marks].filter(Boolean).join("/"); }

export class Row {
  /** hear(row): the person has changed the value. */
  constructor(item, kinds, hear) {
    this.item = item;
    this.kinds = kinds;
    this.hear = hear;
    this.student = item.dataset.student;
    this.name = item.querySelector(".n span").textContent;
    this.input = item.querySelector("input.cell");
    [this.seen, this.version] = item.querySelectorAll("input[type=hidden]");
    this.sent = this.value; // what the person wants, as far as it has been heard of
    this.build();
    this.paint();
  }

  get value() { return this.input.value.trim(); }

  get isChanged() { return this.value !== this.seen.value; }

  get kind() { return this.kinds.find((kind) => kind.letter === parse(this.value, this.kinds).absence); }

  get isAbsent() { return Boolean(this.kind) && !this.kind.late; }

  /** Letters and marks as buttons; an absent student has the reason in place of marks. */
  build() {
    const group = (cls, signs) => make("span", { cls: `pk ${cls}`, role: "group", "aria-label": this.name }, ...signs);
    this.letters = this.kinds.map((kind) => this.button(kind.letter, kind.title, () => this.toggleLetter(kind.letter), "ma"));
    this.marks = MARKS.map((mark) => this.button(mark, "", () => this.toggleMark(mark), `m${mark}`));
    this.reason = make("span", { cls: "muted" });
    this.tile = make("span", { cls: "mark sm" });
    this.change = make("button", { type: "button", cls: "btn btn-icon", on: { click: () => this.changeAbsence() } }, this.tile);
    this.note = make("small", { cls: "said" });
    this.item.querySelector(".n").append(this.note);
    this.item.append(group("letters", this.letters), group("marks", this.marks), make("span", { cls: "aw" }, this.reason, this.change));
  }

  button(sign, title, press, cls) {
    const button = make("button", { type: "button", cls, text: sign, title: title || undefined, "aria-pressed": "false", on: { click: press } });
    button.dataset.sign = sign;
    return button;
  }

  toggleLetter(letter) {
    const { absence, marks } = parse(this.value, this.kinds);
    const kind = this.kinds.find((one) => one.letter === letter);
    this.set(absence === letter ? join({ absence: "", marks }) : join({ absence: letter, marks: kind.late ? marks : [] }));
  }

  toggleMark(mark) {
    const { absence, marks } = parse(this.value, this.kinds);
    if (marks.length > 1) { this.type(); return; } // two marks are corrected as text
    this.set(join({ absence, marks: marks[0] === mark ? [] : [mark] }));
  }

  /** The reason of an absence is another tab's matter; two marks are a text. */
  changeAbsence() {
    if (this.isAbsent) this.item.dispatchEvent(new CustomEvent("change-absence", { bubbles: true, detail: this }));
    else this.type();
  }

  type() {
    this.item.classList.add("typing");
    this.input.focus();
    this.input.select();
  }

  set(value) {
    this.input.value = value;
    this.paint();
    this.heard();
  }

  /** Tell once of each value. */
  heard() {
    if (this.value === this.sent) return;
    this.sent = this.value;
    this.say("");
    this.hear(this);
  }

  /** What the server has. */
  settle(value, version) {
    this.seen.value = value;
    this.version.value = version;
  }

  show(value) {
    this.input.value = value;
    this.sent = value;
    this.paint();
  }

  say(words) {
    this.item.querySelector(".err")?.remove();
    this.input.toggleAttribute("aria-invalid", Boolean(words));
    if (!words) { this.input.removeAttribute("aria-describedby"); return; }
    const id = `${this.input.id}-error`;
    this.input.setAttribute("aria-invalid", "true");
    this.input.setAttribute("aria-describedby", id);
    this.item.append(make("div", { cls: "err", id }, make("span", { cls: "bang", text: "!", "aria-hidden": "true" }), make("span", { text: words })));
  }

  mood(name) {
    this.item.classList.remove("pend", "done", "fail");
    if (name) this.item.classList.add(name);
  }

  paint() {
    const { absence, marks } = parse(this.value, this.kinds);
    const tile = [absence ? "ma" : marks[0] ? `m${marks[0]}` : "", (absence ? marks[0] : marks[1]) ? `n${absence ? marks[0] : marks[1]} two` : ""];
    this.input.className = ["cell", ...tile].filter(Boolean).join(" ");
    this.tile.className = ["mark sm", ...tile].filter(Boolean).join(" ");
    this.tile.textContent = this.isAbsent ? absence : this.value;
    const kind = this.kind;
    this.reason.textContent = this.isAbsent ? kind.title : "";
    this.note.textContent = kind?.late ? kind.title : "";
    this.change.setAttribute("aria-label", `${this.name}: ${this.isAbsent ? "изменить пропуск" : "изменить отметки"}`);
    this.item.classList.toggle("absent", this.isAbsent);
    this.item.classList.toggle("several", !this.isAbsent && marks.length > 1);
    for (const button of this.letters) button.setAttribute("aria-pressed", String(button.dataset.sign === absence));
    for (const button of this.marks) button.setAttribute("aria-pressed", String(marks.includes(button.dataset.sign)));
  }
}
