// A day of practice: who is away has no marks to give; the works of a chosen section are shown at once.
const form = document.querySelector("[data-day]");

function showAway(select) {
  const line = select.closest("li");
  const away = "away" in select.selectedOptions[0].dataset;
  line.classList.toggle("away", away);
  if (away) line.querySelectorAll(".pr-pk input").forEach((input) => { input.checked = input.value === ""; });
}

function showWork(select) {
  const work = select.selectedOptions[0].dataset.work;
  if (work) form.querySelector("#work").value = work;
}

if (form) {
  form.querySelectorAll("[data-letter]").forEach((select) => {
    if ("away" in select.selectedOptions[0].dataset) select.closest("li").classList.add("away");
  });
  form.addEventListener("change", (event) => {
    if ("letter" in event.target.dataset) showAway(event.target);
    if (event.target.id === "section") showWork(event.target);
  });
}
