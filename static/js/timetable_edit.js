// Arrows walk over the grid; a change shows only the fields of its kind. Without this all of them are there.
const cells = () => [...document.querySelectorAll(".te-grid tbody tr")].map((row) => [...row.querySelectorAll("td")]);

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

document.querySelector(".te-grid")?.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const here = event.target.closest("td");
  if (!step || !here) return;
  const rows = cells();
  const row = rows.findIndex((line) => line.includes(here));
  const next = rows[row + step[0]]?.[rows[row].indexOf(here) + step[1]];
  const link = next?.querySelector("[data-cell]");
  if (link) {
    link.focus();
    event.preventDefault();
  }
});

const form = document.querySelector("[data-change]");
const show = () => {
  const chosen = form.querySelector("[name=kind]:checked");
  if (!chosen) return;
  const wanted = new Set(chosen.dataset.fields.split(" "));
  for (const field of form.querySelectorAll("[data-of]")) field.hidden = !wanted.has(field.dataset.of);
};
if (form) {
  form.addEventListener("change", show);
  show();
}
