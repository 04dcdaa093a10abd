// A question that comes by itself meets a person who types with eyes on paper: that typing must not answer it.
const STILL = 500; // so long without a key: the question has been seen

/** Tells of each key whether it goes on with what was being typed when the question came. */
export function typing() {
  let last = performance.now();
  return (event) => {
    const goesOn = event.timeStamp - last < STILL;
    last = event.timeStamp;
    return goesOn;
  };
}

/** Only a button pressed on purpose answers the dialog; every other sign and Enter is handed to ``take``. */
export function hold(dialog, take) {
  const goesOn = typing();
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || (event.key.length > 1 && event.key !== "Enter")) return;
    const seen = !goesOn(event);
    if (seen && [" ", "Enter"].includes(event.key) && event.target.closest("button")) return;
    event.preventDefault();
    take(event);
  });
}
