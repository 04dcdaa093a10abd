// Questions of the grid: a reason, a cell that somebody else has changed, the list of keys.
import { make, open, when } from "./grid_dom.js";
import { ask } from "./shell.js";
import { typing } from "./typing.js";

const empty = (value) => value || "пусто";

/** true: write the person's own value over the other one (409). onKey: where keys go that are no answer. */
export function askStale(answer, value, called, today, { onKey = () => {}, signal } = {}) {
  const who = answer.author ? `${whose(answer, today)}. ` : "";
  return ask({
    title: answer.value ? `Уже записано ${answer.value}` : "Клетка уже очищена", text: `${called}. ${who}Вы записываете: ${empty(value)}.`,
    yes: value ? `Записать ${value}` : "Стереть", no: `Оставить ${empty(answer.value)}`, onKey, signal,
  });
}

/** What stays in the cell instead of the person's own value. */
export function left(answer, today) {
  const words = answer.value ? `Оставлено ${answer.value}` : "Клетка оставлена пустой";
  return answer.author ? `${words}: ${whose(answer, today)}` : words;
}

function whose(answer, today) { return `${answer.author}, ${when(answer.saved_at, today)}`; }

/** The reason in words and whether it is good for the following cells of the lesson; null when refused. */
export async function askReason(answer, value, called, onKey) {
  const input = make("input", { id: "grid-reason", cls: "form-control", maxlength: "250", autocomplete: "off", required: true });
  const again = make("input", { type: "checkbox", checked: true });
  const point = answer.point ? ` (п. ${answer.point})` : "";
  const words = /[.(]п\. \d/.test(answer.message) ? answer.message : `${answer.message}${point}`;
  const form = make("form", { method: "dialog" },
    make("p", { cls: "muted", text: words }),
    make("label", { for: "grid-reason", text: "Причина" }), input,
    make("label", { cls: "check mt-sm" }, again, make("span", { text: "Та же причина для следующих клеток этого занятия" })),
    make("div", { cls: "f" }, make("button", { cls: "btn btn-primary", value: "yes", text: value ? `Записать ${value}` : "Стереть" }),
      make("button", { cls: "btn btn-quiet", value: "no", formnovalidate: true, text: "Не записывать" })));
  if (onKey) keepMarksOut(form, input, onKey);
  const { closed } = open(`${called}: нужна причина`, [form]);
  input.focus();
  const answered = await closed;
  return answered === "yes" && input.value.trim() ? { reason: input.value.trim(), again: again.checked } : null;
}

/** Marks typed on at the same pace are no reason and do not send it; the first letter is. */
function keepMarksOut(form, input, onKey) {
  const goesOn = typing();
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || !/^([2-5/]|Enter)$/.test(event.key) || input.value || !goesOn(event)) return;
    event.preventDefault();
    onKey(event);
  });
}

/** What the keys do and what the signs mean. */
export function showKeys(kinds, due) {
  const rows = [
    [["5", "4", "3", "2"], "отметка, курсор переходит вниз"],
    [kinds.map((kind) => kind.letter), `${kinds.map((kind) => kind.title).join(", ")}; годится и латинская раскладка`],
    [["/"], "вторая отметка: 5, затем / и 4; опоздавшему: о, / и отметка"], [["Del"], "стереть"],
    [["Ctrl", "Z"], "вернуть как было, до 20 шагов"], [["F2"], "карточка клетки: вид работы, вес, примечание, история"],
    [["↑", "↓", "←", "→"], "по клеткам; выше первой строки — меню занятия"], [["Enter"], "следующий студент"],
    [["Home", "End"], "к первому и последнему занятию"], [["Ctrl", "Home"], "к первой клетке, Ctrl End к последней"],
    [["PgUp", "PgDn"], "на десять строк"], [["Esc"], "не записывать"], [["?"], "этот список"],
  ];
  const keys = make("table", { cls: "legend" }, make("tbody", {}, ...rows.map(([names, words]) => make("tr", {},
    make("th", { scope: "row" }, ...names.flatMap((name) => [make("kbd", { text: name }), " "])), make("td", { text: words })))));
  const signs = [
    "П практическая, Л лабораторная, К контрольная, Пр проверочная; з — замена",
    "• ждём отметку за объявленную работу (п. 6.3)",
    `Полоса «Накопляемость»: зелёная — отметок не меньше, чем должно быть сейчас (${String(Math.round(due * 10) / 10).replace(".", ",")}), `
      + "жёлтая — не меньше 70 % от этого, красная — меньше (п. 6.4)",
    "Средний балл — для сведения: итоговая отметка к нему не привязана (п. 6.6)",
  ];
  open("Клавиши и обозначения", [keys, make("ul", { cls: "signs" }, ...signs.map((text) => make("li", { text }))),
    make("form", { method: "dialog", cls: "f" }, make("button", { cls: "btn btn-primary", autofocus: true, text: "Закрыть" }))], { wide: true });
}
