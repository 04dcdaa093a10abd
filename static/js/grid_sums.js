// What a row adds up to, recounted after a save by the server's own formulas (п. 6.4, 6.6).
const BEHIND = 0.7; // of the marks due by now: less than that is red

/** Two digits, half up, with a comma; whole numbers only, so that nothing is lost on the way. */
export function average(weighted, weights) {
  if (!weights) return "—";
  const hundredths = Math.floor((weighted * 200 + weights) / (2 * weights));
  return `${Math.floor(hundredths / 100)},${String(hundredths % 100).padStart(2, "0")}`;
}

/** Where three more marks would bring the average, all «3» or all «5»; a dash where marks are few. */
export function fork(weighted, weights) {
  return weights < 3 ? "—" : [3, 5].map((mark) => average(weighted + mark * 3, weights + 3)).join("–");
}

/** Change the row's sums by what a save has changed in one cell. */
export function recount(table, row, before, after) {
  const [count, mean, missed] = [".s1", ".s2", ".s3"].map((name) => row.element.querySelector(name));
  if (!count?.textContent) return; // who has left has no sums
  const [marks, needed] = numbers(count.textContent);
  const [weighted, weights] = numbers(mean.dataset.sum);
  const [hours, unexcused] = numbers(missed.textContent);
  const [old, now] = [weigh(table, before), weigh(table, after)];
  showCount(count, marks - old.marks + now.marks, needed, table.data.due);
  mean.dataset.sum = `${weighted - old.weighted + now.weighted}/${weights - old.weights + now.weights}`;
  mean.textContent = average(...numbers(mean.dataset.sum));
  const ahead = row.element.querySelector(".s4");
  if (ahead) ahead.textContent = fork(...numbers(mean.dataset.sum));
  missed.textContent = `${hours - old.missed + now.missed} / ${unexcused - old.unexcused + now.unexcused}`;
}

function numbers(text) { return text.match(/\d+/g).map(Number); }

function weigh(table, state) {
  const [first, ...rest] = state.text.split("/");
  const kind = table.kinds.get(first);
  const marks = (kind ? rest : [first, ...rest]).filter(Boolean).map(Number);
  return {
    marks: marks.length,
    weighted: marks.reduce((sum, mark, place) => sum + mark * (state.weights[place] ?? 1), 0),
    weights: marks.reduce((sum, _, place) => sum + (state.weights[place] ?? 1), 0),
    missed: state.missed,
    unexcused: kind && !kind.excused ? state.missed : 0,
  };
}

function showCount(cell, marks, needed, due) {
  const bar = cell.querySelector(".bar");
  bar.classList.toggle("warn", marks < due && marks >= due * BEHIND);
  bar.classList.toggle("bad", marks < due * BEHIND);
  bar.firstElementChild.setAttribute("width", `${needed ? Math.min(Math.floor(100 * marks / needed), 100) : 100}%`);
  cell.lastChild.data = `${marks} из ${needed}`;
}
