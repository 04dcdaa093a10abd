// Elements in one line; text is always text.
export function make(tag, { text, cls, on = {}, ...rest } = {}, ...children) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (cls) element.className = cls;
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  for (const [event, handler] of Object.entries(on)) element.addEventListener(event, handler);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A modal dialog; closed it leaves the page and gives its answer. */
export function open(title, content, { wide = false } = {}) {
  const heading = make("h2", { id: "grid-dialog-title", text: title });
  const dialog = make("dialog", { cls: `dialog${wide ? " wide" : ""}`, "aria-labelledby": "grid-dialog-title" }, heading, ...content);
  document.body.append(dialog);
  dialog.showModal();
  const closed = new Promise((resolve) => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue); });
  });
  return { dialog, closed };
}

/** The words of a number: 1 клетка, 2 клетки, 5 клеток. */
export function plural(count, one, few, many) {
  if (count % 10 === 1 && count % 100 !== 11) return one;
  return [2, 3, 4].includes(count % 10) && ![12, 13, 14].includes(count % 100) ? few : many;
}

/** «сегодня в 14:31», «16.11 в 09:05» of a moment with its zone. */
export function when(moment, today) {
  const [day, time] = [moment.slice(0, 10), moment.slice(11, 16)];
  return day === today ? `сегодня в ${time}` : `${day.slice(8)}.${day.slice(5, 7)} в ${time}`;
}
