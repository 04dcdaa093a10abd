// The journal's grid: one Tab stop, arrows, digits and letters write, every cell tells whether it is saved.
const grid = document.getElementById("journal-grid");


function start(grid) {
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("td:not([data-sum])")]);
  const lessons = [...grid.querySelectorAll("thead [data-lesson]")];
  const data = JSON.parse(document.getElementById("grid-data").textContent);
  const letters = data.kinds.map((kind) => kind.letter).join("");
  // the same keys in the Latin layout
  const latin = { y: "н", ",": "б", "<": "б", e: "у", j: "о", g: "п" };
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const state = new SaveState(document.getElementById("save-state"));
  let at = firstCell();

  rows.flat().forEach((cell) => { cell.tabIndex = -1; cell.setAttribute("role", "gridcell"); });
  if (at) {
    rows[at.y][at.x].tabIndex = 0;
    lessons[at.x].scrollIntoView({ block: "nearest", inline: "center" });
  }

  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td:not([data-sum])");
    if (cell) move(place(cell));
  });
  grid.addEventListener("focusin", (event) => { if (event.target.matches("td")) tell(event.target); });
  grid.addEventListener("keydown", onKey);
  window.addEventListener("beforeunload", (event) => { if (state.pending) event.preventDefault(); });

  function firstCell() {
    const today = lessons.findIndex((head) => head.classList.contains("today"));
    const x = today >= 0 ? today : lessons.length - 1;
    return rows.length && lessons.length ? { y: 0, x } : null;
  }

  function place(cell) {
    const y = rows.findIndex((row) => row.includes(cell));
    return { y, x: rows[y].indexOf(cell) };
  }

  function move({ y, x }) {
    if (!rows[y]?.[x]) return;
    rows[at.y][at.x].tabIndex = -1;
    at = { y, x };
    const cell = rows[y][x];
    cell.tabIndex = 0;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function tell(cell) {
    const { y, x } = place(cell);
    grid.querySelector("tr.cur")?.classList.remove("cur");
    cell.parentElement.classList.add("cur");
    const name = cell.parentElement.querySelector(".nm").innerText.replace(/^\d+\s*/, "");
    document.getElementById("cell-name").textContent = `${name}, ${lessons[x].querySelector(".d").innerText.replace(/\s+/g, " ")}`;
  }

  function onKey(event) {
    if (event.altKey || event.metaKey) return;
    const last = { y: rows.length - 1, x: lessons.length - 1 };
    const steps = {
      ArrowUp: { y: at.y - 1, x: at.x }, ArrowDown: { y: at.y + 1, x: at.x }, Enter: { y: at.y + 1, x: at.x },
      ArrowLeft: { y: at.y, x: at.x - 1 }, ArrowRight: { y: at.y, x: at.x + 1 },
      Home: { y: event.ctrlKey ? 0 : at.y, x: 0 }, End: { y: event.ctrlKey ? last.y : at.y, x: last.x },
      PageUp: { y: Math.max(0, at.y - 10), x: at.x }, PageDown: { y: Math.min(last.y, at.y + 10), x: at.x },
    };
    if (steps[event.key]) { event.preventDefault(); move(steps[event.key]); return; }
    if (event.ctrlKey) return;
    const value = typed(event.key);
    if (value === null) return;
    event.preventDefault();
    const cell = rows[at.y][at.x];
    if (cell.getAttribute("aria-readonly") === "true") { state.say("Клетка закрыта: студент не в группе или занятие не ваше", true); return; }
    save(cell, value);
    if (value) move({ y: at.y + 1, x: at.x });
  }

  function typed(key) {
    if (key === "Delete" || key === "Backspace") return "";
    const sign = key.toLowerCase();
    if ("2345".includes(sign)) return sign;
    const letter = latin[sign] ?? sign;
    return letter.length === 1 && letters.includes(letter) ? letter : null;
  }

  function save(cell, value, extra = {}) {
    const before = { text: cell.dataset.saved ?? cell.textContent, version: Number(cell.dataset.version ?? 0) };
    cell.dataset.saved = before.text;
    paint(cell, value, "pend");
    const task = () => send(cell, { value, version: Number(cell.dataset.version ?? 0), key: crypto.randomUUID(), ...extra }, before);
    cell.queue = (cell.queue ?? Promise.resolve()).then(task);
  }

  async function send(cell, body, before) {
    const { y, x } = place(cell);
    const url = `${data.url}/cells/${lessons[x].dataset.lesson}/${rows[y][0].parentElement.dataset.student}`;
    state.begin();
    try {
      const response = await request(url, body);
      const answer = await response.json().catch(() => ({}));
      if (response.ok) return saved(cell, answer);
      if (response.status === 409) return await conflict(cell, body, answer);
      if (response.status === 422 && answer.needs === "reason") return await askReason(cell, body, answer, before);
      failed(cell, answer.message ?? "Не сохранено", before, answer.point);
    } catch {
      failed(cell, "Нет связи, не сохранено", before);
    } finally {
      state.end();
    }
  }

  // a lost answer is asked for again under the same key
  async function request(url, body, tries = 3) {
    const options = { method: "PUT", body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" } };
    for (let attempt = 1; ; attempt += 1) {
      try { return await fetch(url, options); } catch (error) {
        if (attempt >= tries) throw error;
        await new Promise((resolve) => { setTimeout(resolve, 400 * attempt); });
      }
    }
  }

  function saved(cell, answer) {
    cell.dataset.version = answer.version;
    cell.dataset.saved = answer.value;
    paint(cell, answer.value, "done");
    setTimeout(() => cell.classList.remove("done"), 2000);
    state.savedAt(answer.saved_at);
  }

  function failed(cell, message, before, point) {
    paint(cell, before.text, "fail");
    state.say(point ? `${message} (п. ${point})` : message, true);
  }

  async function conflict(cell, body, answer) {
    paint(cell, answer.value, "");
    cell.dataset.version = answer.version;
    cell.dataset.saved = answer.value;
    const time = answer.saved_at ? answer.saved_at.slice(11, 16) : "";
    const mine = await ask({ title: `Уже записано ${answer.value || "пусто"}`, text: `${answer.author}, ${time}. Вы поставили ${body.value || "пусто"}.`, yes: `Поставить ${body.value || "пусто"}`, no: "Оставить как есть" });
    if (mine.yes) save(cell, body.value);
    else cell.focus();
  }

  async function askReason(cell, body, answer, before) {
    const reply = await ask({ title: "Нужна причина", text: answer.point ? `${answer.message} (п. ${answer.point})` : answer.message, yes: "Записать с причиной", no: "Не записывать", reason: true });
    if (reply.yes && reply.reason) save(cell, body.value, { reason: reply.reason });
    else failed(cell, answer.message, before, answer.point);
  }

  function ask({ title, text, yes, no, reason = false }) {
    const dialog = document.getElementById("cell-dialog");
    const input = document.getElementById("cell-reason");
    document.getElementById("cell-dialog-title").textContent = title;
    document.getElementById("cell-dialog-text").textContent = text;
    document.getElementById("cell-yes").textContent = yes;
    document.getElementById("cell-no").textContent = no;
    input.hidden = !reason;
    input.value = "";
    dialog.returnValue = "no";
    dialog.showModal();
    if (reason) input.focus();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve({ yes: dialog.returnValue === "yes", reason: input.value.trim() }), { once: true });
    });
  }

  function paint(cell, text, mood) {
    cell.textContent = text;
    const parts = text.split("/");
    const marks = parts.filter((part) => "2345".includes(part) && part);
    cell.classList.remove("m5", "m4", "m3", "m2", "n5", "n4", "n3", "n2", "ma", "n", "two", "pend", "done", "fail");
    const absent = text && parts[0] !== marks[0];
    if (absent) cell.classList.add("ma"); else if (marks.length) cell.classList.add(`m${marks[0]}`);
    const second = absent ? marks[0] : marks[1];
    if (second) cell.classList.add(`n${second}`, "two");
    if (mood) cell.classList.add(mood);
  }
}

// The page's one line about saving, read aloud by screen readers.
class SaveState {
  constructor(place) { this.place = place; this.text = place.querySelector("span"); this.pending = 0; }
  begin() { this.pending += 1; this.show(`Сохраняется… ${this.pending}`, "wait"); }
  end() { this.pending -= 1; if (this.pending && !this.bad) this.show(`Сохраняется… ${this.pending}`, "wait"); }
  savedAt(moment) { this.bad = false; this.show(this.pending > 1 ? `Сохраняется… ${this.pending - 1}` : `Все изменения сохранены ${moment.slice(11, 16)}`, this.pending > 1 ? "wait" : ""); }
  say(message, bad) { this.bad = bad; this.show(message, bad ? "bad" : ""); }
  show(text, mood) { this.text.textContent = text; this.place.classList.remove("wait", "bad"); if (mood) this.place.classList.add(mood); }
}
if (grid) start(grid);
