// The desk that issues passwords: how many are chosen, choose those who wait, print.
const boxes = [...document.querySelectorAll("input[name=who]:not(:disabled)")];
const chosen = document.querySelector("[data-chosen]");

function tell() {
  if (chosen) chosen.textContent = `Выбрано ${boxes.filter((box) => box.checked).length}`;
}

for (const button of document.querySelectorAll("[data-choose]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const box of boxes) box.checked = button.dataset.choose === "waits" && "waits" in box.dataset;
    tell();
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
document.addEventListener("change", tell);
tell();
