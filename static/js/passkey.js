// Passkeys: the journal asks, the device answers, the form carries the answer. Where there are no keys nothing is shown.
const ADDRESS = /^(\d+\.){3}\d+$|:/; // keys belong to a name, never to a number
const WORDS = {
  NotAllowedError: "Устройство не ответило, или вы отказались. Можно повторить.",
  InvalidStateError: "На этом устройстве ключ для журнала уже есть.",
  SecurityError: "Откройте журнал по его обычному адресу: здесь ключи доступа не работают.",
};
const OTHER = "Не получилось. Повторите или войдите без ключа.";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

async function make(question) {
  return navigator.credentials.create({ publicKey: {
    ...question, challenge: bytes(question.challenge), user: { ...question.user, id: bytes(question.user.id) },
    excludeCredentials: described(question.excludeCredentials),
  } });
}

async function prove(question) {
  return navigator.credentials.get({ publicKey: {
    ...question, challenge: bytes(question.challenge), allowCredentials: described(question.allowCredentials),
  } });
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function question(form) {
  const answer = await fetch(form.dataset.question, {
    method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
  });
  const said = await answer.json();
  if (answer.ok) return said;
  throw Object.assign(new Error(said.message), { refused: true, field: said.field });
}

function tell(form, words, field) {
  const place = form.querySelector("[data-passkey-error]");
  place.textContent = words;
  place.hidden = !words;
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  const wrong = field && form.elements[field];
  if (!wrong) return;
  wrong.setAttribute("aria-invalid", "true");
  wrong.focus();
}

async function press(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const button = form.querySelector("button:not([type])");
  button.disabled = true;
  tell(form, "");
  try {
    const asked = await question(form);
    form.elements.credential.value = written(await (form.dataset.passkey === "create" ? make : prove)(asked));
    for (const secret of form.querySelectorAll("[type=password]")) secret.disabled = true; // it was looked at already
    form.submit();
  } catch (error) {
    button.disabled = false;
    tell(form, error.refused ? error.message : WORDS[error.name] || OTHER, error.field);
  }
}

if (window.PublicKeyCredential && navigator.credentials && !ADDRESS.test(location.hostname)) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", press);
  }
  for (const words of document.querySelectorAll("[data-no-passkey]")) words.hidden = true;
}
