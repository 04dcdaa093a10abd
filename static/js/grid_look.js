// How the person likes the grid, remembered by this browser: height of rows, the average shown or hidden.
const root = document.documentElement.dataset;

function remember(name, value) {
  root[name] = value;
  try { localStorage.setItem(`journal-${name}`, value); } catch { /* a private window forgets */ }
}

export function startLook() {
  const seg = document.querySelector("main [data-density]");
  if (seg) {
    const show = () => seg.querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === (root.density ?? "dense")));
    });
    seg.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) { remember("density", button.value); show(); }
    });
    seg.hidden = false;
    show();
  }
  const average = document.querySelector("main [data-average]");
  if (!average) return;
  const show = () => average.setAttribute("aria-pressed", String(root.average !== "off"));
  average.addEventListener("click", () => { remember("average", root.average === "off" ? "on" : "off"); show(); });
  average.hidden = false;
  show();
}
