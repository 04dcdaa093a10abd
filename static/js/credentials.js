// The desk that issues passwords: how many are chosen, choose those who wait, print.
import "./print.js";
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
document.addEventListener("change", tell);
tell();
