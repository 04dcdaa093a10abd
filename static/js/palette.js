// Command search (Ctrl+K): sections of the menu at once, records of the server as one types.
const dialog = document.getElementById("palette");
const input = dialog.querySelector("[role=combobox]");
const list = dialog.querySelector("[role=listbox]");
const none = dialog.querySelector(".none");
let selected = 0;
let pending = null;
let turn = 0;

const fold = (text) => text.toLowerCase().replaceAll("ё", "е").trim();

function sections() {
  return [...document.querySelectorAll("[data-menu] a.item")].map((link) => ({
    title: link.querySelector(".label").textContent.trim(),
    kind: link.closest("details")?.querySelector("summary .label").textContent.trim() || "раздел",
    url: link.href,
  }));
}

function option(found, index) {
  const row = document.createElement("div");
  row.id = `palette-${index}`;
  row.role = "option";
  row.dataset.url = found.url;
  const kind = Object.assign(document.createElement("span"), { className: "kind", textContent: found.kind });
  row.append(found.title, kind);
  return row;
}

function select(index) {
  const rows = [...list.children];
  selected = rows.length ? (index + rows.length) % rows.length : 0;
  rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === selected)));
  if (rows[selected]) {
    input.setAttribute("aria-activedescendant", rows[selected].id);
    rows[selected].scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function show(found, text) {
  list.replaceChildren(...found.map(option));
  none.hidden = found.length > 0;
  none.textContent = found.length ? "" : text;
  select(0);
}

async function records(query) {
  pending?.abort();
  pending = new AbortController();
  const url = new URL(dialog.dataset.url, location.origin);
  url.searchParams.set("q", query);
  const answer = await fetch(url, { signal: pending.signal, headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : [];
}

async function search() {
  const mine = ++turn;
  const query = input.value.trim();
  const near = sections().filter((s) => fold(s.title).includes(fold(query)));
  if (query.length < 2) return show(near.slice(0, 12), "Такого раздела нет");
  show(near.slice(0, 5), "Ищем…");
  let found = [];
  try { found = await records(query); } catch (error) {
    if (error.name === "AbortError") return undefined;
    if (mine === turn) show(near.slice(0, 5), "Нет связи. Повторите поиск позже");
    return undefined;
  }
  if (mine === turn) show([...near.slice(0, 5), ...found], "Ничего не нашлось. Проверьте, как написано слово");
  return undefined;
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  input.value = "";
  search();
  input.focus();
}

function go(row) { if (row) location.assign(row.dataset.url); }

let delay;
input.addEventListener("input", () => { clearTimeout(delay); delay = setTimeout(search, 150); });
input.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { event.preventDefault(); select(selected + step); }
  if (event.key === "Enter") { event.preventDefault(); go(list.children[selected]); }
});
list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-palette-close]")) dialog.close();
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") { event.preventDefault(); open(); }
});
for (const button of document.querySelectorAll("[data-palette-open]")) {
  button.hidden = false;
  button.addEventListener("click", open);
}
