// The panel beside the grid: today's lesson first, then the one whose column the cursor is in.
const WIDE = window.matchMedia("(min-width: 1200px)");
const PATIENCE = 350; // a cursor that only passes asks for nothing

class Panel {
  constructor(place) {
    this.place = place;
    this.page = document.getElementById("main");
    this.grid = document.getElementById("journal-grid");
    this.shown = undefined; // the lesson's id, "" for one without a record
    this.addOpener();
    place.addEventListener("click", (event) => { if (event.target.closest("[data-panel-close]")) this.toggle(false); });
    place.addEventListener("input", () => { this.dirty = true; });
    place.addEventListener("submit", () => { this.dirty = false; });
    window.addEventListener("beforeunload", (event) => { if (this.dirty) event.preventDefault(); });
    WIDE.addEventListener("change", () => this.load());
    if (this.grid) this.follow();
    this.load();
  }

  get isOpen() { return WIDE.matches && !this.page.classList.contains("no-panel"); }

  /** The way back for whoever has closed the panel; closed stays closed. */
  addOpener() {
    const row = document.querySelector(".jr-bar .r");
    if (!row) return;
    this.opener = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-sm panel-open", textContent: "Панель занятия" });
    this.opener.addEventListener("click", () => this.toggle(true));
    row.append(this.opener);
    this.opener.hidden = !this.page.classList.contains("no-panel");
  }

  toggle(open) {
    this.page.classList.toggle("no-panel", !open);
    this.opener.hidden = open;
    try {
      if (open) localStorage.removeItem("journal-panel"); else localStorage.setItem("journal-panel", "closed");
    } catch { /* a private window forgets */ }
    if (open) this.load();
    (open ? this.place.querySelector("[data-panel-close]") : this.opener)?.focus();
  }

  /** Another column asks for its lesson, unless something typed here is not saved. */
  follow() {
    this.heads = [...this.grid.querySelectorAll("thead [data-lesson]")];
    this.grid.addEventListener("focusin", (event) => {
      const cell = event.target.closest("td");
      const row = cell?.closest("tr[data-student]");
      const head = event.target.closest("[data-lesson]") ?? (row && this.heads[[...row.querySelectorAll("td")].indexOf(cell)]);
      clearTimeout(this.timer);
      if (head) this.timer = setTimeout(() => this.choose(head.dataset.lesson), PATIENCE);
    });
    new MutationObserver(() => this.recount()).observe(this.grid.tBodies[0], { childList: true, characterData: true, subtree: true });
  }

  choose(lesson) {
    this.wanted = lesson;
    if (!this.dirty) this.load();
  }

  async load() {
    if (!this.isOpen || (this.shown !== undefined && (this.wanted ?? this.shown) === this.shown)) return;
    this.asked?.abort();
    this.asked = new AbortController();
    const wanted = this.wanted;
    try {
      const response = await fetch(`${this.place.dataset.url}${wanted ? `?lesson=${wanted}` : ""}`, { signal: this.asked.signal, headers: { Accept: "text/html" } });
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      this.show(await response.text());
    } catch (error) {
      if (error.name !== "AbortError" && this.shown === undefined) this.place.textContent = "Панель не загрузилась. Обновите страницу.";
    }
  }

  show(text) {
    const made = new DOMParser().parseFromString(text, "text/html");
    this.place.replaceChildren(...made.body.childNodes);
    this.shown = this.place.querySelector(".hd")?.dataset.lesson ?? "";
    this.wanted = this.shown || this.wanted;
    const title = this.place.querySelector("h2")?.textContent;
    if (title) this.place.setAttribute("aria-label", title);
    for (const head of this.heads ?? []) head.classList.toggle("in-panel", head.dataset.lesson === this.shown);
  }

  /** The absent as the grid has them now: a letter typed there is seen here at once. */
  recount() {
    const at = this.heads.findIndex((head) => head.dataset.lesson === this.shown);
    const place = this.place.querySelector("[data-panel-absent]");
    if (at < 0 || !place) return;
    this.kinds ??= JSON.parse(document.getElementById("grid-data").textContent).kinds;
    const rows = [...this.grid.querySelectorAll("tbody tr[data-student]")].map((row) => ({ cell: row.querySelectorAll("td")[at], name: row.querySelector(".nm").lastChild.textContent.trim() }))
      .filter(({ cell }) => !cell.classList.contains("gone"));
    const absent = rows.map(({ cell, name }) => ({ kind: this.kinds.find((kind) => kind.letter === cell.textContent.split("/")[0]), name })).filter(({ kind }) => kind);
    place.replaceChildren(...absent.map(({ kind, name }) => chip(kind.letter, name.split(" ")[0])));
    this.place.querySelector("[data-panel-present]").textContent = `${rows.length - absent.filter(({ kind }) => !kind.late).length} из ${rows.length}`;
  }
}

function chip(letter, surname) {
  const tile = Object.assign(document.createElement("span"), { className: "mark ma", textContent: letter });
  const made = Object.assign(document.createElement("span"), { className: "who" });
  made.append(tile, surname);
  return made;
}

const place = document.getElementById("lesson-panel");
if (place) new Panel(place);
