// The sheet another unit scores: every line saves itself. Without script each line has its own button.
const root = document.getElementById("cross");
const forms = [...root.querySelectorAll("form[data-score]")];
const timers = new Map();
const busy = new Set();
const PAUSE = 900;

const NAMES = ["act", "points", "actual", "reason"];
const read = (form) => Object.fromEntries(NAMES.filter((name) => form[name]).map((name) => [name, form[name].value.trim()]));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const server = new Map(forms.map((form) => [form, read(form)]));

function status(form, words, kind = "") {
  const place = form.querySelector("[data-status]");
  place.textContent = words;
  place.className = `saved ${kind}`.trim();
}

// Only the fields the choice takes are shown.
function fit(form) {
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(form.act.value);
}

function write(form, values) {
  for (const name of NAMES) if (form[name] && name in values) form[name].value = values[name];
  fit(form);
}

// A change or an abstention is complete only with its reason: until then nothing is sent.
function missing(form) {
  const values = read(form);
  if (!values.act) return "hãy chọn ý kiến";
  if (values.act === "change" && !(values.points || values.actual)) return "hãy nhập điểm";
  if (values.act !== "accept" && !values.reason) return "hãy ghi lý do";
  return "";
}

function schedule(form, pause = PAUSE) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), pause));
}

async function save(form) {
  clearTimeout(timers.get(form));
  const sent = read(form);
  if (form.dataset.conflict || same(sent, server.get(form))) return;
  const lacks = missing(form);
  if (lacks) return status(form, `chưa lưu – ${lacks}`, "failed");
  if (busy.has(form)) return schedule(form);
  busy.add(form);
  status(form, "đang lưu…", "saving");
  try {
    const options = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "manual" };
    await answer(form, sent, await fetch(form.action, options));
  } catch {
    retry(form, "chưa lưu – mất kết nối");
  } finally {
    busy.delete(form);
  }
  if (!same(read(form), server.get(form)) && !same(read(form), sent)) schedule(form, 0);
}

async function answer(form, sent, response) {
  const isJson = (response.headers.get("Content-Type") || "").includes("json");
  if (response.status === 401 || response.type === "opaqueredirect" || (response.status === 403 && !isJson))
    return retry(form, "chưa lưu – phiên đã hết, hãy đăng nhập lại ở thẻ khác");
  const data = isJson ? await response.json() : {};
  if (response.ok) confirmed(form, sent, data);
  else if (response.status === 409 && data.theirs) conflict(form, data);
  else if (response.status >= 500) retry(form, "chưa lưu – máy chủ bận");
  else status(form, `chưa lưu – ${data.message || "hãy tải lại trang"}`, "failed");
}

function confirmed(form, sent, data) {
  form.version.value = data.version;
  const untouched = same(read(form), sent);
  if (untouched) write(form, data.values);
  server.set(form, untouched ? read(form) : sent);
  form.closest("tr").classList.add("decided");
  status(form, "đã lưu");
  document.querySelector("[data-decided]").textContent = Number(root.dataset.total) - data.undecided;
}

function button(label, kind, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn btn-sm ${kind}`;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function retry(form, words) {
  status(form, `${words} `, "failed");
  form.querySelector("[data-status]").append(button("Thử lại", "btn-outline-secondary", () => save(form)));
}

const WORDS = { accept: "đồng ý", change: "cho điểm khác", abstain: "không đánh giá" };

function inWords(values) {
  const figure = values.points || values.actual;
  return [WORDS[values.act] || "chưa có ý kiến", figure, values.reason && `“${values.reason}”`].filter(Boolean).join(", ");
}

// A colleague saved this line meanwhile: both are shown and the person chooses.
function conflict(form, data) {
  const box = form.querySelector("[data-conflict]");
  form.dataset.conflict = "1";
  status(form, "chưa lưu – có ý kiến khác", "failed");
  const settle = (act) => () => {
    delete form.dataset.conflict;
    form.version.value = data.version;
    box.hidden = true;
    act();
  };
  const told = document.createElement("p");
  told.textContent = `${data.who} đã lưu: ${inWords(data.theirs)}. Bạn nhập: ${inWords(data.mine)}.`;
  box.replaceChildren(
    told,
    button("Giữ ý kiến của tôi", "btn-primary", settle(() => { server.set(form, null); save(form); })),
    button(`Dùng ý kiến của ${data.who}`, "btn-outline-secondary", settle(() => { write(form, data.theirs); server.set(form, read(form)); status(form, "đã lưu"); })),
  );
  box.hidden = false;
  box.querySelector("button").focus();
}

for (const form of forms) {
  fit(form);
  form.querySelector("[data-save]").hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(form);
  });
  form.addEventListener("input", (event) => event.target !== form.act && schedule(form));
  form.addEventListener("change", () => {
    fit(form);
    schedule(form, 0);
  });
}

window.addEventListener("online", () => forms.forEach((form) => save(form)));
window.addEventListener("beforeunload", (event) => {
  if (forms.some((form) => !same(read(form), server.get(form)))) event.preventDefault();
});
