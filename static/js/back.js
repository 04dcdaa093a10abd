// The back office: confirmations, the bar of chosen rows, filters as chips, inline rows, tabs in long forms.
import { ask } from "./shell.js";

const all = (selector, from = document) => [...from.querySelectorAll(selector)];

async function confirmDelete(link, event) {
  event.preventDefault();
  const agreed = await ask({ title: `Удалить «${link.dataset.delete}»?`, yes: "Удалить", no: "Не удалять" });
  if (!agreed) return;
  const form = document.getElementById("delete_form");
  form.elements.namedItem("id").value = link.dataset.id;
  form.submit();
}

function confirmations() {
  try { return JSON.parse(document.getElementById("actions-confirmation-data").textContent); } catch { return {}; }
}

async function runAction(button) {
  const form = document.getElementById("action_form");
  const chosen = all(".action-checkbox:checked");
  const text = confirmations()[button.dataset.action];
  const title = button.textContent.trim();
  if (text && !(await ask({ title: `${title}: ${chosen.length}`, text, yes: title, no: "Не делать" }))) return;
  form.querySelector("#action").value = button.dataset.action;
  all(".action-checkbox", form).forEach((copy) => copy.remove());
  form.append(...chosen.map((box) => box.cloneNode()));
  form.submit();
}

function showSelection() {
  const bar = document.querySelector(".selbar");
  if (!bar) return;
  const boxes = all(".model-list .action-checkbox");
  const chosen = boxes.filter((box) => box.checked);
  boxes.forEach((box) => box.closest("tr").classList.toggle("sel", box.checked));
  bar.hidden = chosen.length === 0;
  bar.querySelector("[data-count]").textContent = chosen.length;
  const toggle = document.querySelector(".action-rowtoggle");
  toggle.checked = chosen.length === boxes.length;
  toggle.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
}

function selectRows(checked) {
  all(".model-list .action-checkbox").forEach((box) => { box.checked = checked; });
  showSelection();
}

function addInlineRow(button) {
  const list = button.closest(".inline-field").querySelector(":scope > .inline-field-list");
  window.faForm.addInlineField(button, button.dataset.inlineAdd);
  const row = list.lastElementChild;
  for (const label of all("label[for]", row)) {
    const own = all("[id]", row).find((field) => field.id.endsWith(`-${label.htmlFor}`));
    if (own) label.htmlFor = own.id;
  }
  row.querySelector("input:not([type=hidden]),select,textarea")?.focus();
}

async function removeInlineRow(button) {
  const row = button.closest(".inline-row");
  const filled = all("input:not([type=hidden]),textarea", row).some((field) => field.type !== "checkbox" && field.value);
  if (filled && !(await ask({ title: "Убрать заполненную строку?", yes: "Убрать", no: "Оставить" }))) return;
  row.remove();
}

const CLICKS = {
  "[data-delete]": confirmDelete,
  "[data-action]": runAction,
  "[data-unselect]": () => selectRows(false),
  "[data-inline-add]": addInlineRow,
  "[data-inline-remove]": removeInlineRow,
};

document.addEventListener("click", (event) => {
  if (event.target.closest('a[href="#"]')) event.preventDefault();
  for (const [selector, act] of Object.entries(CLICKS)) {
    const button = event.target.closest(selector);
    if (button) return void act(button, event);
  }
  return undefined;
});

document.addEventListener("change", (event) => {
  if (event.target.matches(".action-rowtoggle")) selectRows(event.target.checked);
  if (event.target.matches(".action-checkbox")) showSelection();
});

/** Flask-Admin draws the chips itself: name them, and apply at once when an active one is taken off. */
function nameChips() {
  for (const row of all("table.filters tr")) {
    const name = row.querySelector(".remove-filter")?.lastChild.textContent.trim();
    if (!name || row.dataset.named) continue;
    row.dataset.named = "1";
    const remove = row.querySelector(".remove-filter");
    remove.setAttribute("role", "button");
    remove.setAttribute("aria-label", `Убрать фильтр «${name}»`);
    all(".select2-focusser, .filter-op .select2-input", row).forEach((el) => el.setAttribute("aria-label", `${name}: сравнение`));
    all("select.filter-op", row).forEach((el) => el.setAttribute("aria-label", `${name}: сравнение`));
    all(".select2-offscreen", row).forEach((el) => { if (!el.labels?.length) el.setAttribute("aria-label", `${name}: сравнение`); });
  }
  all("table.filters input.filter-val:not([aria-label]), table.filters select.filter-val:not([aria-label])").forEach((el) => {
    const name = el.closest("tr").querySelector(".remove-filter")?.lastChild.textContent.trim();
    el.setAttribute("aria-label", `${name}: значение`);
  });
}

function startFilters() {
  const form = document.getElementById("filter_form");
  if (!form) return;
  const active = new Set(all("table.filters tr", form));
  nameChips();
  new MutationObserver((changes) => {
    nameChips();
    const taken = changes.flatMap((change) => [...change.removedNodes]).some((node) => active.has(node));
    if (taken) form.submit();
  }).observe(form.querySelector("table.filters"), { childList: true, subtree: true });
}

/** More than three groups of fields become tabs; a group with an error opens first. */
function startTabs() {
  const form = document.querySelector(".adm.form form.admin-form");
  const parts = form ? all(":scope > section.fb", form) : [];
  if (parts.length <= 3) return;
  const bar = document.createElement("div");
  bar.className = "tabs form-tabs";
  bar.setAttribute("role", "tablist");
  const tabs = parts.map((part, index) => {
    const heading = part.querySelector("h2.fs");
    const tab = document.createElement("button");
    Object.assign(tab, { type: "button", id: `tab-${index}`, textContent: heading?.textContent || `Часть ${index + 1}` });
    tab.setAttribute("role", "tab");
    part.id ||= `part-${index}`;
    tab.setAttribute("aria-controls", part.id);
    part.setAttribute("role", "tabpanel");
    part.setAttribute("aria-labelledby", tab.id);
    if (heading) heading.hidden = true;
    if (part.querySelector(".is-invalid, .invalid-feedback")) tab.classList.add("has-error");
    return tab;
  });
  const open = (index, focus) => {
    parts.forEach((part, i) => { part.hidden = i !== index; });
    tabs.forEach((tab, i) => { tab.setAttribute("aria-selected", String(i === index)); tab.tabIndex = i === index ? 0 : -1; });
    if (focus) tabs[index].focus();
  };
  bar.addEventListener("click", (event) => { const i = tabs.indexOf(event.target); if (i >= 0) open(i); });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) open((tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length, true);
  });
  document.addEventListener("click", (event) => {
    const target = event.target.closest(".summary a")?.hash.slice(1);
    const index = parts.findIndex((part) => target && part.querySelector(`[id="${target}"]`));
    if (index >= 0) { open(index); document.getElementById(target).focus(); }
  });
  bar.append(...tabs);
  form.prepend(bar);
  open(Math.max(0, tabs.findIndex((tab) => tab.classList.contains("has-error"))));
}

/** select2 leaves its helper field without a name: take the label of the real one. */
function nameSelects() {
  for (const box of all(".select2-container")) {
    const field = document.getElementById(box.id.replace(/^s2id_/, ""));
    const label = field && document.querySelector(`label[for="${field.id}"]`);
    if (label) all(".select2-focusser, .select2-input", box).forEach((el) => el.setAttribute("aria-label", label.textContent.replace("*", "").trim()));
  }
  all(".select2-search-choice-close").forEach((cross) => cross.setAttribute("aria-label", "Убрать"));
}

startFilters();
startTabs();
showSelection();
window.addEventListener("load", nameSelects);
window.jQuery(document).on("change", nameSelects);
