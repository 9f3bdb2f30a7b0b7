// The score sheet: every line saves itself. What was typed stays in this browser until the server has confirmed it, so an
// expired session, a closed laptop or a lost network loses nothing. Arithmetic is the server's: this file only shows answers.
const root = document.getElementById("sheet");
const person = document.body.dataset.person;
const prefix = `sheet:${person}:${root.dataset.sheet}:`;
const rows = [...root.querySelectorAll("tr[data-line]")];
const timers = new Map();
const PAUSE = 900;
// After a lost connection or a busy server the row tries again by itself.
const AGAIN = 5000;
const PATIENCE = 30000;
// One request at a time: a page that comes back with many rows does not fall upon the server.
let flying = null;

const keyOf = (row) => prefix + row.dataset.line;
const fieldsOf = (row) => [...row.querySelectorAll("input[name], select[name], textarea[name]")];
const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
const read = (row) => Object.fromEntries(fieldsOf(row).map((field) => [field.name, valueOf(field)]));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const server = new Map(rows.map((row) => [row, read(row)]));

function write(row, values) {
  for (const field of fieldsOf(row)) {
    if (!(field.name in values)) continue;
    if (field.type === "checkbox") field.checked = values[field.name];
    else field.value = values[field.name];
  }
}

function status(row, words, kind = "") {
  const place = row.querySelector("[data-status]");
  if (!place) return;
  place.textContent = words;
  place.className = `saved ${kind}`.trim();
  for (const field of fieldsOf(row)) field.classList.toggle("bad", kind === "failed" && field.classList.contains("cell"));
}

function token() {
  const cookie = document.cookie.match(/csrftoken=([^;]+)/);
  return cookie ? cookie[1] : root.querySelector("[name=csrfmiddlewaretoken]").value;
}

function keep(row) {
  const values = read(row);
  if (same(values, server.get(row))) localStorage.removeItem(keyOf(row));
  else localStorage.setItem(keyOf(row), JSON.stringify({ values, version: row.dataset.version }));
}

function body(row) {
  const data = new FormData();
  data.append("version", row.dataset.version);
  for (const field of fieldsOf(row)) {
    if (field.type !== "checkbox") data.append(field.name, field.value);
    else if (field.checked) data.append(field.name, "on");
  }
  return data;
}

function schedule(row, pause = PAUSE) {
  clearTimeout(timers.get(row));
  timers.set(row, setTimeout(() => save(row), pause));
}

async function save(row) {
  clearTimeout(timers.get(row));
  const sent = read(row);
  if (row.dataset.conflict) return;
  if (same(sent, server.get(row))) {
    if (row.querySelector("[data-status].failed")) status(row, "giữ giá trị đã lưu");
    return;
  }
  if (flying) return schedule(row, 60);
  flying = row;
  status(row, "đang lưu…", "saving");
  try {
    const response = await fetch(row.dataset.url, {
      method: "POST",
      body: body(row),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    await answer(row, sent, response);
  } catch {
    retry(row, "chưa lưu – mất kết nối");
  } finally {
    flying = null;
  }
  if (!same(read(row), server.get(row)) && !same(read(row), sent)) schedule(row, 0);
}

async function answer(row, sent, response) {
  const isJson = (response.headers.get("Content-Type") || "").includes("json");
  // Our refusals are JSON: a 403 page comes from a token that went away together with the session.
  if (response.type === "opaqueredirect" || response.status === 401 || (response.status === 403 && !isJson)) {
    document.getElementById("expired").hidden = false;
    status(row, "chưa lưu – phiên đã hết", "failed");
    return;
  }
  const data = isJson ? await response.json() : {};
  if (response.ok) confirmed(row, sent, data);
  else if (response.status === 409 && data.theirs) conflict(row, data);
  else if (response.status === 422) status(row, `chưa lưu – ${data.message}`, "failed");
  else if (response.status >= 500) retry(row, "chưa lưu – máy chủ bận");
  else status(row, data.message ? `không lưu được – ${data.message}` : "không lưu được – hãy tải lại trang", "failed");
}

function retry(row, words) {
  status(row, `${words}, `, "failed");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-outline-secondary";
  button.textContent = "thử lại";
  button.addEventListener("click", () => save(row));
  row.querySelector("[data-status]").append(button);
  schedule(row, AGAIN);
}

function confirmed(row, sent, data) {
  row.dataset.version = data.version;
  const untouched = same(read(row), sent);
  if (untouched) write(row, data.values);
  server.set(row, untouched ? read(row) : sent);
  keep(row);
  status(row, data.waiting ? `đã lưu ${data.saved}, chờ số liệu` : `đã lưu ${data.saved}`);
  const points = row.querySelector("[data-points]");
  if (points) points.textContent = data.points || "–";
  row.querySelector("[data-why]").textContent = data.explanation;
  totals(data);
}

function totals(data) {
  for (const [key, points] of Object.entries(data.groups))
    for (const place of root.querySelectorAll(`[data-group="${key}"]`)) place.textContent = points;
  root.querySelector("[data-total]").textContent = data.total;
  root.querySelector("[data-max]").textContent = data.max;
  for (const chip of document.querySelectorAll(".chips .chip")) {
    const key = new URL(chip.href).searchParams.get("loc") ?? "";
    if (key in data.chips) chip.querySelector("b").textContent = data.chips[key];
  }
  const next = document.getElementById("next");
  next.querySelector("[data-incomplete-count]").textContent = data.incomplete;
  next.querySelector("[data-when-incomplete]").hidden = data.incomplete === 0;
  next.querySelector("[data-when-complete]").hidden = data.incomplete > 0;
}

const WORDS = { actual: "kết quả", count: "số lượng", days: "số ngày trễ", value: "giá trị", achieved: "kết quả" };

function inWords(values) {
  const parts = Object.entries(WORDS)
    .filter(([name]) => name in values)
    .map(([name, words]) => `${words} ${{ yes: "đạt", no: "không đạt" }[values[name]] ?? (values[name] || "trống")}`);
  if (values.note) parts.push(`ghi chú “${values.note}”`);
  return parts.join(", ");
}

function paragraph(words) {
  const element = document.createElement("p");
  element.textContent = words;
  return element;
}

function choice(label, kind, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `btn btn-sm ${kind}`;
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

// Somebody else saved this line meanwhile: both values are shown and the person chooses.
function conflict(row, data) {
  const box = row.querySelector("[data-conflict]");
  row.dataset.conflict = "1";
  status(row, "chưa lưu – có giá trị khác", "failed");
  const settle = (act) => () => {
    delete row.dataset.conflict;
    row.dataset.version = data.version;
    box.hidden = true;
    act();
  };
  const keepMine = settle(() => {
    server.set(row, { ...read(row), ...data.theirs });
    save(row);
  });
  const takeTheirs = settle(() => {
    write(row, data.theirs);
    server.set(row, read(row));
    keep(row);
    status(row, `đã lấy giá trị lưu ${data.when}`);
  });
  box.replaceChildren(
    paragraph(`${data.who} đã lưu lúc ${data.when}: ${inWords(data.theirs)}.`),
    paragraph(`Bạn nhập: ${inWords(data.mine)}.`),
    choice("Giữ giá trị của tôi", "btn-primary", keepMine),
    choice(`Dùng giá trị của ${data.who}`, "btn-outline-secondary", takeTheirs),
  );
  box.hidden = false;
  box.querySelector("button").focus();
}

root.addEventListener("input", (event) => {
  const row = event.target.closest("tr[data-line]");
  if (!row) return;
  keep(row);
  schedule(row);
});

root.addEventListener("change", (event) => {
  const row = event.target.closest("tr[data-line]");
  if (row) schedule(row, 0);
});

// Escape gives a field its old value back (table.js): what is kept for the row follows.
root.addEventListener("keyup", (event) => {
  const row = event.key === "Escape" && event.target.closest("tr[data-line]");
  if (row) keep(row);
});

window.addEventListener("online", () => rows.forEach((row) => save(row)));

window.addEventListener("beforeunload", (event) => {
  if (rows.some((row) => !same(read(row), server.get(row)))) event.preventDefault();
});

// What an earlier visit could not save is offered again.
function recovered() {
  const found = [];
  for (const row of rows) {
    try {
      const copy = JSON.parse(localStorage.getItem(keyOf(row)));
      if (copy && !same(copy.values, server.get(row))) found.push([row, copy]);
      else localStorage.removeItem(keyOf(row));
    } catch {
      localStorage.removeItem(keyOf(row));
    }
  }
  return found;
}

const lost = recovered();
if (lost.length) {
  const note = document.getElementById("recovered");
  note.querySelector("[data-count]").textContent = lost.length;
  note.querySelector("[data-take]").addEventListener("click", () => {
    note.hidden = true;
    for (const [row, copy] of lost) {
      write(row, copy.values);
      // The version seen when it was typed: a change by somebody else since then shows up as a conflict.
      row.dataset.version = copy.version;
      save(row);
    }
  });
  note.querySelector("[data-drop]").addEventListener("click", () => {
    note.hidden = true;
    for (const [row] of lost) localStorage.removeItem(keyOf(row));
  });
  note.hidden = false;
}
