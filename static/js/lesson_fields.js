// Topic of the plan, kind of lesson, rows of works and tasks, the day of homework.
const NEED_WORK = ["practical", "laboratory", "control"]; // lessons that declare their work (п. 5.6)
const MOST = { works: 6, tasks: 12 };

export class Fields {
  constructor(form, data) {
    this.form = form;
    this.data = data;
    this.topics = document.getElementById("syllabus_topic_id");
    this.topics?.addEventListener("change", () => this.useTopic());
    form.addEventListener("click", (event) => this.press(event));
    form.addEventListener("change", (event) => this.change(event));
    document.getElementById("topic").addEventListener("input", () => this.tellTopic());
    this.date = form.elements.date.value;
    this.planned = this.workRow((row) => row.querySelector("select").value); // the row that came with the topic
    this.showOtherDay();
  }

  workRow(fits) { return [...this.form.querySelectorAll("[data-rows=works] [data-row]")].find(fits); }

  /** Rows come and go on the spot; without scripts the server does the same. */
  press(event) {
    const [part, act, place] = event.target.closest("button[name=step]")?.value.split("-") ?? [];
    if (part === "topic") { event.preventDefault(); this.useTopic(); return; }
    if (!["task", "work"].includes(part)) return;
    event.preventDefault();
    const rows = this.form.querySelector(`[data-rows=${part}s]`);
    if (act === "add") this.addRow(rows);
    else this.dropRow(rows, place);
  }

  addRow(rows) {
    const all = [...rows.querySelectorAll("[data-row]")];
    const last = all.at(-1);
    const place = Math.max(...all.map((row) => Number(row.dataset.row))) + 1;
    const row = last.cloneNode(true);
    const renamed = new RegExp(`(works|tasks)-${last.dataset.row}-|(work|task)-drop-${last.dataset.row}$`, "g");
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const name of ["id", "name", "for", "value", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(renamed, (found) => found.replace(last.dataset.row, place)));
      }
      element.classList?.remove("is-invalid");
      element.removeAttribute("aria-invalid");
    }
    row.dataset.row = place;
    row.querySelectorAll(".err").forEach((said) => said.remove());
    this.empty(row);
    const button = row.querySelector("button");
    button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/\d+$/, String(all.length + 1)));
    last.after(row);
    rows.querySelector("button.add").hidden = all.length + 1 >= MOST[rows.dataset.rows];
    row.querySelector("input, select").focus();
    return row;
  }

  /** The last row is only emptied: there is always one to type into. */
  dropRow(rows, place) {
    const all = [...rows.querySelectorAll("[data-row]")];
    const row = all.find((one) => one.dataset.row === place);
    rows.querySelector("button.add").hidden = false;
    if (all.length > 1) row.remove();
    else this.empty(row);
    (rows.querySelector("[data-row]:last-of-type input, [data-row]:last-of-type select") ?? rows.querySelector("button.add")).focus();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  empty(row) {
    for (const input of row.querySelectorAll("input")) input.value = input.type === "date" ? this.date : "";
    for (const select of row.querySelectorAll("select")) select.selectedIndex = 0;
  }

  change(event) {
    if (event.target.name === "date") this.move(event.target.value);
    if (event.target.name === "homework_due") this.showOtherDay();
    if (event.target.name === "kind" && NEED_WORK.includes(event.target.value)) this.askWork(event.target.value);
  }

  /** A work held at its lesson moves with it. */
  move(date) {
    for (const held of this.form.querySelectorAll("[data-rows=works] input[type=date]")) if (held.value === this.date) held.value = date;
    this.date = date;
  }

  /** A row for a work of the kind: the one there is, an empty one, or a new one. */
  askWork(kind) {
    const row = this.workRow((one) => one.querySelector("select").value === kind)
      ?? this.workRow((one) => !one.querySelector("select").value) ?? this.addRow(this.form.querySelector("[data-rows=works]"));
    row.querySelector("select").value = kind;
    return row;
  }

  /** A topic of the plan brings its kind, work and homework; another than the next one asks why. */
  useTopic() {
    const chosen = this.data.plan.find((one) => String(one.id) === this.topics.value);
    const why = document.getElementById("deviation_reason");
    if (!chosen) { why.focus(); return; }
    document.getElementById("topic").value = chosen.title;
    const kind = this.form.querySelector(`input[name=kind][value=${chosen.kind}]`);
    if (kind) kind.checked = true;
    this.planWork(chosen);
    this.planHomework(chosen);
    this.tellTopic();
    if (chosen.id === this.data.expected) this.topics.focus();
    else why.focus();
  }

  planWork(chosen) {
    if (this.planned?.isConnected) this.empty(this.planned);
    this.planned = null;
    if (!chosen.work) return;
    this.planned = this.askWork(chosen.work);
    const [number, title] = this.planned.querySelectorAll("input");
    [number.value, title.value] = [chosen.work_number ?? "", chosen.work_title];
  }

  /** What the person has typed stays; what another topic of the plan brought does not. */
  planHomework(chosen) {
    const homework = document.getElementById("homework");
    const text = homework.value.trim();
    if (text && !this.data.plan.some((one) => one.homework === text)) return;
    homework.value = chosen.homework;
    document.getElementById("homework_kind").value = chosen.homework_kind;
  }

  tellTopic() {
    const shown = document.querySelector("[data-topic-shown]");
    if (shown) shown.textContent = document.getElementById("topic").value;
  }

  showOtherDay() {
    const other = this.form.querySelector(".other-day");
    other?.toggleAttribute("data-idle", document.getElementById("homework_due").value !== "other");
  }
}
