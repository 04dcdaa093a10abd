// Lists of a document's form follow what is chosen above them; without scripts, or when the journal does not answer,
// the button «Обновить списки» does the same.
const form = document.querySelector("[data-refilled]");
const button = form.querySelector("[data-refill]");
let asked = 0;

async function refill(chosen) {
  const mine = ++asked;
  const values = new URLSearchParams(new FormData(form));
  values.delete("csrf_token");
  values.delete("once");
  try {
    const answer = await fetch(`${button.formAction}?${values}`, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine === asked) take(fresh, chosen);
  } catch {
    button.hidden = false;
  }
}

function take(fresh, chosen) {
  for (const select of form.querySelectorAll("select")) {
    const now = fresh.getElementById(select.id);
    if (select === chosen || !now) continue;
    const value = now.value; // options that come one by one would each be the chosen one, and the last stay so
    select.replaceChildren(...now.options);
    select.value = value;
  }
  const table = fresh.querySelector("[data-table]");
  if (table) form.querySelector("[data-table]").href = table.getAttribute("href");
}

button.hidden = true;
form.addEventListener("change", (event) => {
  if (event.target.matches("select, [type=checkbox]")) refill(event.target);
});
