// What a key means over the grid, in either layout and any case.
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>~";
const RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюёхъжэбюё";
const PAGE = 10;

/**
 * {step: [rows, columns], far}, {write: "5"}, {add: true} for «/», {clear: true}, {card: true}, {help: true},
 * {undo: true}, {cancel: true}, {alien: "6"} for a sign that no cell takes; null when the key is not ours.
 */
export function meaning(event, letters) {
  if (event.altKey || event.metaKey) return null;
  if (event.ctrlKey) return withControl(event);
  const named = {
    ArrowUp: { step: [-1, 0] }, ArrowDown: { step: [1, 0] }, ArrowLeft: { step: [0, -1] }, ArrowRight: { step: [0, 1] },
    Enter: { next: true }, Home: { edge: "row-start" }, End: { edge: "row-end" }, PageUp: { step: [-PAGE, 0] },
    PageDown: { step: [PAGE, 0] }, Delete: { clear: true }, Backspace: { clear: true }, Escape: { cancel: true },
    F2: { card: true }, "?": { help: true },
  }[event.key];
  if (named) return named;
  if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) return { add: true };
  if (event.key.length > 1 || event.key === " ") return null;
  const sign = event.code === "Slash" ? null : typed(event.key, letters);
  return sign ? { write: sign } : { alien: event.key };
}

function withControl(event) {
  if (event.code === "KeyZ" && !event.shiftKey) return { undo: true };
  return { Home: { edge: "start" }, End: { edge: "end" } }[event.key] ?? null;
}

/** A mark, or a letter of the dictionary typed in Russian or on the same key of the Latin layout. */
export function typed(key, letters) {
  if (key.length !== 1) return null;
  const sign = key.toLowerCase();
  if ("2345".includes(sign)) return sign;
  const place = LATIN.indexOf(sign);
  return [sign, place < 0 ? "" : RUSSIAN[place]].find((letter) => letter && letters.includes(letter)) ?? null;
}
