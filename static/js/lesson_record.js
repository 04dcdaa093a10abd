// The first record of a lesson on a phone: made by the first tap, sent again under its key until it is answered.
const PAUSES = [1000, 3000, 8000, 20000];

export class Recorder {
  constructor(form, data, status) {
    this.form = form;
    this.data = data;
    this.status = status;
    this.waiting = null; // {body, key, sent}: what has been sent and not answered
    this.failures = 0;
    window.addEventListener("online", () => this.send());
  }

  /** Gather the form as it is now; one request at a time. */
  start(sheet) {
    this.sheet = sheet;
    if (this.waiting) { this.again = true; return; }
    const body = new FormData(this.form);
    body.set("key", crypto.randomUUID());
    this.waiting = { body, sent: new Map(sheet.rows.map((row) => [row.student, row.value])) };
    this.send();
  }

  async send() {
    if (!this.waiting || this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    this.status.say("Сохраняется…", "wait");
    try {
      const response = await fetch(location.pathname, { method: "POST", body: this.waiting.body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20000) });
      const answer = await response.json();
      if (response.status >= 500 || response.status === 429) throw new Error(String(response.status));
      this.answered(response, answer);
    } catch { // no answer: the same body goes again under its key
      this.status.say(`Нет связи, не сохранено: ${Math.max(this.sheet.unsaved, 1)}`, "bad");
      this.timer = setTimeout(() => this.send(), PAUSES[Math.min(this.failures, PAUSES.length - 1)]);
      this.failures += 1;
    }
    this.busy = false;
  }

  answered(response, answer) {
    const { sent } = this.waiting;
    this.waiting = null;
    this.failures = 0;
    if (!response.ok) {
      this.status.say(response.status === 401 ? "Вход закончился, не сохранено" : `Не записано: ${answer.message}`, "bad");
      this.sheet.showErrors(answer.errors ?? {});
      return;
    }
    this.data.lesson = answer.id;
    this.data.attended = true;
    history.replaceState(null, "", answer.url);
    this.status.savedAt(answer.saved_at);
    this.sheet.recorded(answer.versions, sent);
    this.again = false;
  }
}
