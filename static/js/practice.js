// The programme of a practice: more rows, the running sum of hours, one place for many students.
const form = document.querySelector("[data-programme]");

function sum() {
  const hours = [...form.querySelectorAll("[data-hours]")].reduce((total, input) => total + (parseInt(input.value, 10) || 0), 0);
  const planned = Number(form.dataset.planned);
  const rest = planned - hours;
  const words = rest > 0 ? `, не хватает ${rest} ч` : rest < 0 ? `, лишних ${-rest} ч` : "";
  const place = form.querySelector("[data-sum]");
  place.textContent = `в разделах ${hours} из ${planned} ч${words}`;
  place.classList.toggle("tone-bad", rest < 0);
  place.classList.toggle("tone-ok", rest === 0);
}

function addRow() {
  const body = form.querySelector("[data-rows]");
  const number = body.rows.length;
  const row = body.rows[number - 1].cloneNode(true);
  for (const input of row.querySelectorAll("input")) {
    input.name = input.name.replace(/-\d+-/, `-${number}-`);
    input.id = input.name;
    input.value = "";
    input.classList.remove("is-invalid");
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    if (input.placeholder) input.placeholder = `Раздел ${number + 1}`;
    if (input.ariaLabel) input.ariaLabel = input.ariaLabel.replace(/\d+/, number + 1);
  }
  row.querySelectorAll(".err").forEach((error) => error.remove());
  body.append(row);
  row.querySelector("input:not([type=hidden])").focus();
}

function chooseAll(choose) {
  choose.hidden = false;
  const boxes = [...form.querySelectorAll("[data-chosen]")];
  choose.querySelector("input").addEventListener("change", (event) => {
    boxes.forEach((box) => { box.checked = event.target.checked; });
  });
}

if (form) {
  const add = form.querySelector("[data-add]");
  add.hidden = false;
  add.addEventListener("click", addRow);
  form.addEventListener("input", (event) => { if ("hours" in event.target.dataset) sum(); });
  const choose = form.querySelector("[data-all]");
  if (choose) chooseAll(choose);
  sum();
}
