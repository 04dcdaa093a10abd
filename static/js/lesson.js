// One lesson on one screen; on a phone three tabs, every tap saved at once.
import { Status } from "./grid_status.js";
import { Fields } from "./lesson_fields.js";
import { Recorder } from "./lesson_record.js";
import { Sheet } from "./lesson_sheet.js";

const PHONE = window.matchMedia("(max-width: 767px)");
const TABS = ["absences", "marks", "lesson"];
const NEXT = { absences: "Дальше: отметки", marks: "Дальше: тема и задание" };

class LessonPage {
  constructor(form) {
    this.form = form;
    this.data = JSON.parse(document.getElementById("lesson-data").textContent);
    this.status = new Status(document.getElementById("save-state"));
    this.recorder = new Recorder(form, this.data, this.status);
    this.fields = new Fields(form, this.data);
    this.sheet = new Sheet(form.querySelector(".students"), this.data, this.status, (now) => this.record(now));
    this.save = document.getElementById("lesson-save");
    this.saveWords = this.save.textContent;
    this.start();
  }

  start() {
    for (const button of document.querySelectorAll("[data-tab]")) button.addEventListener("click", () => this.open(button.dataset.tab));
    this.form.addEventListener("change-absence", (event) => { this.open("absences"); event.detail.letters.find((one) => one.getAttribute("aria-pressed") === "true")?.focus(); });
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("input", () => { this.dirty = true; });
    window.addEventListener("beforeunload", (event) => { if (!this.leaving && (this.dirty || this.recorder.waiting)) event.preventDefault(); });
    document.getElementById("topic").addEventListener("change", () => { if (!this.data.lesson && PHONE.matches && this.sheet.unsaved) this.record(); });
    PHONE.addEventListener("change", () => this.open(this.tab));
    const wrong = this.form.querySelector("[aria-invalid=true]");
    this.open(wrong && !wrong.closest(".students") ? "lesson" : "absences");
  }

  open(tab) {
    this.tab = tab;
    this.form.dataset.tab = tab;
    for (const button of document.querySelectorAll("[data-tab]:not(form)")) button.setAttribute("aria-pressed", String(button.dataset.tab === tab));
    this.save.textContent = (PHONE.matches && NEXT[tab]) || (this.data.lesson ? "Сохранить занятие" : this.saveWords);
    if (PHONE.matches) window.scrollTo(0, 0);
  }

  /** A lesson without a record gets one by the first tap of a finger; at a desk it is recorded by its button. */
  record(now = false) {
    if (this.data.lesson && !now) return;
    if (!this.data.lesson && !PHONE.matches) { this.status.say(`Ещё не записано: ${this.sheet.unsaved}`, "wait"); return; }
    if (!document.getElementById("topic").value.trim()) { this.status.say("Не сохранено: сначала тема занятия", "bad"); return; }
    this.recorder.start(this.sheet);
  }

  /** «Дальше» leads through the tabs; a record waits until the cells on their way have arrived. */
  async submit(event) {
    const step = event.submitter?.name === "step";
    if (PHONE.matches && NEXT[this.tab] && !step) {
      event.preventDefault();
      this.open(TABS[TABS.indexOf(this.tab) + 1]);
      return;
    }
    if (this.sheet.queue.size || this.recorder.waiting) {
      event.preventDefault();
      if (await this.settled()) this.form.requestSubmit(event.submitter ?? undefined);
      return;
    }
    this.leaving = true;
  }

  async settled() {
    for (let wait = 0; wait < 50 && (this.sheet.queue.size || this.recorder.waiting); wait += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    return !this.sheet.queue.size && !this.recorder.waiting;
  }
}

const form = document.getElementById("lesson-form");
if (form) new LessonPage(form);
