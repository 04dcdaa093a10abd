// The grid of final results: one Tab stop, arrows, digits and letters write, each result rests on a basis.
const grid = document.getElementById("finals-grid");

function start(grid) {
  const heads = [...grid.querySelectorAll("thead [data-kind]")];
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("td.val")]);
  const all = rows.flat();
  // the same keys in the Latin layout
  const latin = { y: "н", z: "я", p: "з", g: "п", "=": "+" };
  const meanings = { н: "н/а", я: "н/я", з: "зач.", "+": "зач.", "-": "незач.", п: "перезач." };
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const state = new SaveState(document.getElementById("save-state"));
  const asking = new Asking(document.getElementById("final-dialog"));
  const columnKind = document.getElementById("column-kind");
  const columnBasis = document.getElementById("column-basis");
  const columnWords = document.getElementById("column-words");
  const columnReason = document.getElementById("column-reason");
  const unsent = new Map();
  let at = { y: 0, x: 0 };

  all.forEach((cell) => { cell.tabIndex = -1; cell.setAttribute("role", "gridcell"); });
  if (all.length) rows[0][0].tabIndex = 0;
  grid.addEventListener("click", (event) => { const cell = event.target.closest("td.val"); if (cell) move(place(cell)); });
  grid.addEventListener("dblclick", (event) => { const cell = event.target.closest("td.val"); if (cell) openCard(cell); });
  grid.addEventListener("focusin", (event) => { if (event.target.matches("td.val")) tell(event.target); });
  grid.addEventListener("keydown", onKey);
  window.addEventListener("beforeunload", (event) => { if (state.pending || unsent.size) event.preventDefault(); });
  window.addEventListener("online", resend);

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
    const { x } = place(cell);
    const row = cell.parentElement;
    grid.querySelector("tr.cur")?.classList.remove("cur");
    row.classList.add("cur");
    const stands = cell.textContent ? `: ${cell.textContent}, ${cell.nextElementSibling.innerText.trim()}` : "";
    document.getElementById("cell-name").textContent = `${nameOf(row)}, ${titleOf(x)}${stands}`;
    document.getElementById("cell-note").textContent = "marks" in heads[x].dataset ? row.dataset.note ?? "" : "";
    columnKind.value = heads[x].dataset.kind;
  }

  function titleOf(x) { return heads[x].innerText.replace(/\s+/g, " ").trim().toLowerCase(); }

  function nameOf(row) { return row.querySelector(".nm").innerText.replace(/^\d+\s*/, ""); }

  function onKey(event) {
    if (event.altKey || event.metaKey || !event.target.matches("td.val")) return;
    const last = { y: rows.length - 1, x: heads.length - 1 };
    const steps = {
      ArrowUp: { y: at.y - 1, x: at.x }, ArrowDown: { y: at.y + 1, x: at.x }, Enter: { y: at.y + 1, x: at.x },
      ArrowLeft: { y: at.y, x: at.x - 1 }, ArrowRight: { y: at.y, x: at.x + 1 },
      Home: { y: event.ctrlKey ? 0 : at.y, x: 0 }, End: { y: event.ctrlKey ? last.y : at.y, x: last.x },
      PageUp: { y: Math.max(0, at.y - 10), x: at.x }, PageDown: { y: Math.min(last.y, at.y + 10), x: at.x },
    };
    if (steps[event.key]) { event.preventDefault(); move(steps[event.key]); return; }
    if (event.ctrlKey) return;
    const cell = rows[at.y][at.x];
    if (event.key === "F2") { event.preventDefault(); openCard(cell); return; }
    if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); state.say("Итог не стирают, его исправляют", true); return; }
    const value = typed(event.key);
    if (value === null) return;
    event.preventDefault();
    write(cell, value);
  }

  function typed(key) {
    const sign = latin[key.toLowerCase()] ?? key.toLowerCase();
    return "2345".includes(sign) ? sign : meanings[sign] ?? null;
  }

  async function write(cell, value) {
    const { y, x } = place(cell);
    if (cell.getAttribute("aria-readonly") === "true") { state.say("Клетка закрыта: студент не в группе", true); return; }
    const allowed = heads[x].dataset.values.split("|");
    if (!allowed.includes(value)) { state.say(`${titleOf(x)}: «${value}» не ставят. Можно: ${allowed.join(", ")} (п. 6.6)`, true); return; }
    const basis = await basisFor(cell, value);
    if (!basis) { cell.focus(); return; }
    save(cell, { value, ...basis });
    const next = rows.findIndex((row, place) => place > y && row[x].getAttribute("aria-readonly") !== "true");
    move({ y: next < 0 ? y : next, x });
  }

  // A new result takes the column's basis; «н/а» and a re-credit have their own; what stands there keeps its basis.
  async function basisFor(cell, value) {
    if (value === "перезач.") return ask("Перезачёт", "Укажите номер и дату приказа", ["basis"], "Записать").then((reply) => reply && { basis_kind: "recredit", ...reply });
    if (value === "н/а" && "absent" in cell.parentElement.dataset) return { basis_kind: "absence", basis: "" };
    const usual = columnBasis.value && columnBasis.value !== "absence" && columnBasis.value !== "recredit";
    if (value !== "н/а" && usual) return { basis_kind: columnBasis.value, basis: columnWords.value.trim() };
    if (value !== "н/а" && cell.dataset.version && !cell.dataset.special) return {};
    const text = value === "н/а" ? "Почему студент не аттестован (п. 6.7)" : "Оно будет у всех следующих итогов столбца (п. 6.6)";
    const reply = await ask("На чём основан итог", text, ["basis_kind", "basis"], "Записать");
    if (reply && value !== "н/а") { columnBasis.value = reply.basis_kind; columnWords.value = reply.basis; }
    return reply;
  }

  function ask(title, text, fields, yes) { return asking.ask({ title, text, fields, yes, no: "Не записывать" }); }

  function save(cell, entry) {
    const before = { text: cell.dataset.saved ?? cell.textContent, version: Number(cell.dataset.version ?? 0) };
    cell.dataset.saved = before.text;
    if (columnReason?.value.trim()) entry.reason ??= columnReason.value.trim();
    paint(cell, entry.value, "pend");
    const task = () => send(cell, { version: Number(cell.dataset.version ?? 0), key: crypto.randomUUID(), ...entry }, before);
    cell.queue = (cell.queue ?? Promise.resolve()).then(task);
  }

  async function send(cell, body, before) {
    const { x } = place(cell);
    const url = `${grid.dataset.url}/${heads[x].dataset.kind}/${cell.parentElement.dataset.student}`;
    state.begin();
    try {
      const response = await request(url, body);
      const answer = await response.json().catch(() => ({}));
      unsent.delete(cell);
      if (response.ok) return saved(cell, answer);
      if (response.status === 409) return await conflict(cell, body, answer);
      if (response.status === 422 && asking.knows(answer.needs)) return await askMore(cell, body, answer, before);
      failed(cell, answer.message ?? "Не сохранено", before, answer.point);
    } catch {
      unsent.set(cell, { body, before });
      paint(cell, body.value, "fail");
      state.say(`Нет связи, не сохранено: ${unsent.size}`, true);
    } finally {
      state.end();
    }
  }

  function resend() {
    for (const [cell, { body, before }] of unsent) cell.queue = (cell.queue ?? Promise.resolve()).then(() => send(cell, body, before));
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
    const isNew = !cell.dataset.version;
    cell.dataset.version = answer.version;
    cell.dataset.saved = answer.value;
    paint(cell, answer.value, "done");
    cell.classList.toggle("draft", answer.state === "draft");
    const warned = "marks" in heads[place(cell).x].dataset && "note" in cell.parentElement.dataset;
    cell.classList.toggle("told", warned && !["н/а", "н/я", "перезач."].includes(answer.value));
    if (answer.value === "н/а" || answer.value === "перезач.") cell.dataset.special = ""; else delete cell.dataset.special;
    const why = cell.nextElementSibling;
    const link = Object.assign(document.createElement("a"), { href: cardOf(cell), textContent: answer.basis, title: answer.basis, tabIndex: -1 });
    why.replaceChildren(link);
    setTimeout(() => cell.classList.remove("done"), 2000);
    state.savedAt(answer.saved_at);
    const count = document.querySelector("[data-drafts]");
    if (count && isNew) { count.textContent = String(Number(count.textContent) + 1); document.getElementById("publish").classList.remove("is-off"); }
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
    const reply = await asking.ask({ title: `Уже записано ${answer.value || "пусто"}`, text: `${answer.author}, ${time}. Вы поставили ${body.value}.`, fields: [], yes: `Поставить ${body.value}`, no: "Оставить как есть" });
    const { version, key, ...entry } = body;
    if (reply) save(cell, entry); else cell.focus();
  }

  async function askMore(cell, body, answer, before) {
    const field = asking.field(answer.needs);
    const text = answer.point ? `${answer.message} (п. ${answer.point})` : answer.message;
    const reply = await asking.ask({ title: "Нужно дополнить", text, fields: [field], yes: "Записать", no: "Не записывать" });
    if (!reply) { failed(cell, answer.message, before, answer.point); return; }
    if (field === "reason" && columnReason && answer.point === "6.9") columnReason.value = reply.reason;
    const { version, key, ...entry } = body;
    save(cell, { ...entry, ...reply });
  }

  function cardOf(cell) {
    const { x } = place(cell);
    return `${grid.dataset.url}/${heads[x].dataset.kind}/${cell.parentElement.dataset.student}`;
  }

  function openCard(cell) { window.location.assign(cardOf(cell)); }

  function paint(cell, text, mood) {
    cell.textContent = text;
    cell.classList.remove("m5", "m4", "m3", "m2", "pend", "done", "fail");
    const tone = { 5: "m5", 4: "m4", 3: "m3", "зач.": "m5", "перезач.": "m4" }[text] ?? (text ? "m2" : "");
    if (tone) cell.classList.add(tone);
    if (mood) cell.classList.add(mood);
  }
}

// One dialog for all that a result may lack: a basis, words, a theme, a reason. Resolves to the fields, or to null.
class Asking {
  constructor(dialog) {
    this.dialog = dialog;
    this.inputs = { basis_kind: "final-basis", basis: "final-words", theme: "final-theme", reason: "final-reason" };
    this.needs = { reason: "reason", words: "basis", theme: "theme" };
  }

  knows(needs) { return needs in this.needs; }
  field(needs) { return this.needs[needs]; }

  ask({ title, text, fields, yes, no }) {
    document.getElementById("final-title").textContent = title;
    document.getElementById("final-text").textContent = text;
    document.getElementById("final-yes").textContent = yes;
    document.getElementById("final-no").textContent = no;
    for (const part of this.dialog.querySelectorAll("[data-ask]")) {
      part.hidden = !fields.includes(part.dataset.ask);
      part.querySelector("select, input").value = "";
    }
    this.dialog.returnValue = "no";
    this.dialog.showModal();
    if (fields.length) document.getElementById(this.inputs[fields[0]]).focus();
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => {
        const said = Object.fromEntries(fields.map((name) => [name, document.getElementById(this.inputs[name]).value.trim()]));
        const complete = fields.every((name) => said[name] || (name === "basis" && said.basis_kind && said.basis_kind !== "words"));
        resolve(this.dialog.returnValue === "yes" && complete ? said : null);
      }, { once: true });
    });
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
