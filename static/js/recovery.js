// Recovery codes: print and copy; without scripts they are selected and copied by hand.
import "./print.js";
const button = document.querySelector("[data-copy]");
const told = document.querySelector("[data-copied]");

if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const codes = [...document.getElementById(button.dataset.copy).children].map((line) => line.textContent.trim());
    try {
      await navigator.clipboard.writeText(codes.join("\n"));
      told.textContent = "Скопировано";
    } catch {
      told.textContent = "Не скопировано: выделите коды и скопируйте";
    }
  });
}
