// What the diary has beyond plain pages: the print button, and «Ещё» that closes by Escape and by a click beside it.
import "./print.js";

for (const more of document.querySelectorAll("details.more")) {
  document.addEventListener("click", (event) => { if (!more.contains(event.target)) more.open = false; });
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    more.open = false;
    more.querySelector("summary").focus();
  });
}
