// The frame of every page: menu on the phone, one open group, theme, confirmations, «Показать» at passwords.
import { hold } from "./typing.js";

const root = document.documentElement;
const THEMES = { system: "Как в системе", light: "Светлая", dark: "Тёмная" };

function storedTheme() {
  try { return localStorage.getItem("theme") || "system"; } catch { return "system"; }
}

function applyTheme(theme) {
  if (theme === "system") delete root.dataset.theme; else root.dataset.theme = theme;
  try { localStorage.setItem("theme", theme); } catch { /* a private window keeps the choice for the page only */ }
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    button.querySelector("[data-theme-name]").textContent = THEMES[theme];
  }
}

function startTheme() {
  applyTheme(THEMES[storedTheme()] ? storedTheme() : "system");
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const names = Object.keys(THEMES);
    applyTheme(names[(names.indexOf(storedTheme()) + 1) % names.length]);
  });
}

function startMenu() {
  for (const menu of document.querySelectorAll("[data-menu]")) {
    const button = menu.querySelector("[data-menu-button]");
    const toggle = (open) => {
      menu.classList.toggle("is-open", open);
      button?.setAttribute("aria-expanded", String(open));
    };
    button?.addEventListener("click", () => toggle(!menu.classList.contains("is-open")));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.classList.contains("is-open")) return;
      toggle(false);
      button?.focus();
    });
    startGroups(menu);
  }
}

function startGroups(menu) {
  const groups = [...menu.querySelectorAll("details[data-group]")];
  for (const group of groups) {
    group.addEventListener("toggle", () => {
      if (group.open) groups.forEach((other) => { if (other !== group) other.open = false; });
    });
  }
  if (!menu.closest(".is-rail")) return;
  document.addEventListener("click", (event) => {
    groups.forEach((group) => { if (!group.contains(event.target)) group.open = false; });
  });
}

function startReveal() {
  for (const button of document.querySelectorAll("[data-reveal]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const input = document.getElementById(button.dataset.reveal);
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      button.querySelector("span").textContent = shown ? "Скрыть" : "Показать";
    });
  }
}

/**
 * Ask in a real dialog; resolves to true when the person agrees. onKey: the question comes by itself, no button waits
 * for a key, and what is typed on goes there. signal takes the question back: nobody agreed.
 */
export function ask({ title, text = "", yes, no, onKey, signal }) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "ask-title");
  const heading = Object.assign(document.createElement("h2"), { id: "ask-title", textContent: title });
  const body = Object.assign(document.createElement("p"), { id: "ask-text", className: "muted", textContent: text });
  const row = Object.assign(document.createElement("div"), { className: "f" });
  const agree = Object.assign(document.createElement("button"), { className: "btn btn-primary", textContent: yes, type: "button" });
  const refuse = Object.assign(document.createElement("button"), { className: "btn", textContent: no, type: "button", autofocus: !onKey });
  row.append(agree, refuse);
  dialog.append(heading, ...(text ? [body] : []), row);
  if (text) dialog.setAttribute("aria-describedby", "ask-text");
  if (onKey) {
    heading.tabIndex = -1;
    hold(dialog, onKey);
  }
  document.body.append(dialog);
  return new Promise((resolve) => {
    agree.addEventListener("click", () => dialog.close("yes"));
    refuse.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    signal?.addEventListener("abort", () => dialog.close());
    dialog.showModal();
    (onKey ? heading : refuse).focus();
  });
}

function startConfirmations() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const source = event.submitter?.dataset.confirm ? event.submitter : form;
    if (!source.dataset.confirm || form.dataset.agreed) return;
    event.preventDefault();
    const { confirm, confirmText, confirmYes = "Продолжить", confirmNo = "Отменить" } = source.dataset;
    if (!(await ask({ title: confirm, text: confirmText, yes: confirmYes, no: confirmNo }))) return;
    form.dataset.agreed = "1";
    form.requestSubmit(event.submitter || undefined);
  });
}

/** One short message at the bottom with an optional way back; errors never go here. */
export function toast(text, { action, onAction } = {}) {
  const region = document.getElementById("toasts");
  if (!region) return;
  const box = Object.assign(document.createElement("div"), { className: "toast", textContent: text });
  if (action) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: action });
    button.addEventListener("click", () => { box.remove(); onAction(); });
    box.append(button);
  }
  region.replaceChildren(box);
  let timer;
  const start = () => { timer = setTimeout(() => box.remove(), 8000); };
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", start);
  start();
}

// What a tab keeps for a reload is gone with the person who leaves.
function startLeaving() {
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") !== "/logout") return;
    try { sessionStorage.clear(); } catch { /* nothing was kept */ }
  });
}

startTheme();
startMenu();
startReveal();
startConfirmations();
startLeaving();
document.querySelector(".summary")?.focus();
