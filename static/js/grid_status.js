// The page's one line about saving, read aloud by screen readers.
const ICONS = { ok: "check-circle", wait: "arrow-repeat", bad: "exclamation-octagon-fill" };
const PATIENCE = 150; // a save shorter than that is not worth a word

export class Status {
  constructor(place) {
    this.place = place;
    this.text = place.querySelector("span");
    this.use = place.querySelector("use");
    this.at = "";
  }

  savedAt(moment) { this.at = moment ? ` ${moment.slice(11, 16)}` : ""; }

  /** queue: what waits and why; refused: how many cells stand unsaved on the page. */
  show(queue, refused) {
    clearTimeout(this.timer);
    const count = queue.size;
    this.place.toggleAttribute("data-waits", count > 0); // at once, whatever the words still say
    if (count && queue.state === "offline") this.say(`Нет связи, не сохранено: ${count}`, "bad");
    else if (count && queue.state === "signed-out") this.say(`Вход закончился, не сохранено: ${count}. `, "bad", "Войти");
    else if (count && queue.state === "outdated") this.say(`Страница устарела, не сохранено: ${count}. `, "bad", "Обновить");
    else if (count) this.timer = setTimeout(() => this.say(`Сохраняется… ${count}`, "wait"), PATIENCE);
    else if (refused) this.say(`Не записано: ${refused}`, "bad");
    else this.say(`Все изменения сохранены${this.at}`, "ok");
  }

  say(text, mood, action) {
    if (this.said === text + mood) return;
    this.said = text + mood;
    this.place.classList.remove("wait", "bad");
    if (mood !== "ok") this.place.classList.add(mood);
    this.use.setAttribute("href", this.use.getAttribute("href").replace(/#.*/, `#i-${ICONS[mood]}`));
    this.text.textContent = text;
    if (!action) return;
    const link = Object.assign(document.createElement("a"), { href: location.pathname + location.search, textContent: action });
    this.text.append(link); // the page asks to sign in and sends what waits
  }
}
