// The card of one cell: what it was given for, how much it weighs, who wrote what and when.
import { make, open, when } from "./grid_dom.js";

const EMPTY = "пусто";

export async function openCard(grid, cell) {
  const { table, writer } = grid;
  const body = make("div", { cls: "card-body", role: "status" }, make("p", { cls: "muted", text: "Загружается…" }));
  const { dialog, closed } = open(`${table.name(cell.at.y)}, ${table.heads[cell.at.x].day}`, [body], { wide: true });
  const card = await load(grid, cell);
  if (card && !writer.wanted.has(cell) && card.version !== table.state(cell).version) writer.keep(cell, card);
  body.replaceChildren(...content(grid, cell, card));
  (body.querySelector("[aria-pressed=true]") ?? body.querySelector("button, select, input"))?.focus();
  const choice = await closed;
  if (choice.startsWith("write:")) writer.write(cell, choice.slice(6));
  else if (choice === "save") writer.write(cell, card.value, changes(card, dialog.querySelector("[data-details]")));
}

async function load(grid, cell) {
  const { lesson, student } = grid.table.place(cell);
  try {
    const response = await fetch(`${grid.data.url}/cells/${lesson}/${student}`, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch { return null; }
}

function content(grid, cell, card) {
  const closed = grid.table.isClosed(cell);
  const waits = grid.writer.wanted.has(cell);
  const may = Boolean(card) && !closed && !waits && card.marks.length > 0;
  return [
    closed ? make("p", { cls: "note", text: sentence(grid.table.why(cell)) }) : values(grid, cell),
    card?.theory_only ? make("p", { cls: "note", text: "Медицинская группа: оценивают теоретические знания (п. 6.8)" }) : null,
    waits ? make("p", { cls: "muted", text: "Клетка ещё не сохранена: вид работы и вес можно изменить после сохранения." }) : null,
    make("form", { method: "dialog", "data-details": true },
      card ? (may ? fields(grid, card) : known(card)) : make("p", { cls: "note warn", text: "Нет связи: история клетки появится, когда она вернётся." }),
      card ? history(grid, card) : null, foot(may)),
  ].filter(Boolean);
}

/** Large buttons, so that a finger can write too. */
function values(grid, cell) {
  const text = grid.writer.text(cell);
  const one = ([value, title]) => make("button", {
    value: `write:${value}`, cls: `mark ${grid.table.tiles(cell, value).filter((name) => name !== "wait").join(" ")}`.trim(), title,
    "aria-label": title, "aria-pressed": String(value === text), text: value || "×", formnovalidate: true });
  return make("form", { method: "dialog" }, make("div", { cls: "pick", role: "group", "aria-label": "Что записать" },
    ...[...["5", "4", "3", "2"].map((mark) => [mark, `отметка ${mark}`]), ...grid.data.kinds.map((kind) => [kind.letter, kind.title]),
      ...(text ? [["", "стереть"]] : [])].map(one)));
}

function fields(grid, card) {
  const mark = card.marks.at(-1);
  const which = card.marks.length > 1 ? ` (отметка ${mark.value}, последняя)` : "";
  return make("div", { cls: "fields" },
    field("c3", "card-work", `Вид работы${which}`, make("select", { id: "card-work", name: "work", cls: "form-control" },
      ...grid.data.works.map(([value, title]) => make("option", { value, selected: value === mark.kind, text: title })))),
    field("c3", "card-weight", "Вес", make("input", { id: "card-weight", name: "weight", cls: "form-control", type: "number", min: "1", max: "10", value: String(mark.weight), required: true })),
    field("c6", "card-comment", "Примечание", make("input", { id: "card-comment", name: "comment", cls: "form-control", maxlength: "250", autocomplete: "off", value: mark.comment ?? "" })),
    mark.work ? make("p", { cls: "cap", text: mark.work }) : null);
}

function field(width, id, label, input) { return make("div", { cls: `field ${width}` }, make("label", { for: id, text: label }), input); }

/** Only what differs is sent. */
function changes(card, form) {
  const mark = card.marks.at(-1);
  const { work, weight, comment } = form.elements;
  return {
    ...(work.value !== mark.kind ? { work: work.value } : {}),
    ...(Number(weight.value) !== mark.weight ? { weight: Number(weight.value) } : {}),
    ...(comment.value !== (mark.comment ?? "") ? { comment: comment.value } : {}),
  };
}

function known(card) {
  const lines = [
    ...card.marks.map((mark) => [`${mark.value}: ${mark.kind_title}`, mark.weight === 1 ? "" : `вес ${mark.weight}`, mark.work, mark.comment].filter(Boolean).join("; ")),
    ...(card.absence ? [[card.absence.words, card.absence.minutes ? `${card.absence.minutes} мин` : "", card.absence.hours ? `${card.absence.hours} ч` : ""].filter(Boolean).join(", ")] : []),
  ];
  return lines.length ? make("ul", { cls: "signs" }, ...lines.map((text) => make("li", { text: sentence(text) }))) : null;
}

function history(grid, card) {
  if (!card.history.length) {
    const last = card.version ? `Записано ${when(card.saved_at, grid.data.today)}, ${card.author}.` : "В этой клетке ещё ничего не писали.";
    return make("p", { cls: "muted", text: last });
  }
  return make("section", { cls: "cell-history", "aria-label": "История клетки" }, make("h3", { text: "История" }), make("ol", {}, ...card.history.map((change) => make("li", {},
    make("span", { cls: "num", text: when(change.at, grid.data.today) }), make("b", { text: `${change.before || EMPTY} → ${change.after || EMPTY}` }),
    make("span", { text: change.author }),
    make("small", { text: [change.details, change.reason && `причина: ${change.reason}`, change.source !== "на сайте" && change.source].filter(Boolean).join("; ") })))));
}

function foot(may) {
  return make("div", { cls: "f" }, may ? make("button", { cls: "btn btn-primary", value: "save", text: "Сохранить" }) : null,
    make("button", { cls: may ? "btn btn-quiet" : "btn", value: "", formnovalidate: true, text: "Закрыть" }));
}

function sentence(text) { return text ? text[0].toUpperCase() + text.slice(1) : ""; }
