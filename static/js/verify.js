// Verification: a decision saves in place; without script the same forms send the page. Arrow keys move between rows.
const root = document.getElementById("verify");
const by = (row, name) => row.querySelector(`[data-${name}]`);

function status(form, words, kind = "") {
  const place = by(form, "status");
  place.textContent = words;
  place.className = `saved ${kind}`.trim();
}

function show(form, data, act) {
  const row = form.closest("[data-row]");
  row.classList.add("decided");
  by(row, "verified").textContent = data.points || "–";
  by(row, "difference").textContent = data.difference;
  by(row, "reason").textContent = data.reason;
  form.querySelector("[name=seen]").value = data.entry;
  form.querySelector("details").open = false;
  by(form, "conflict").hidden = true;
  // The standing office writes a reason for every line: the one just given is offered where there is none yet.
  for (const box of root.querySelectorAll("[data-board-reason]")) box.value ||= data.reason;
  status(form, act === "accept" ? "đã chấp nhận" : "đã thay đổi");
  for (const [key, points] of Object.entries(data.groups))
    for (const place of root.querySelectorAll(`[data-group="${key}"]`)) place.textContent = points;
  const total = by(root, "total");
  if (total) total.textContent = data.total;
  for (const place of document.querySelectorAll("[data-decided]")) place.textContent = data.decided;
  for (const chip of document.querySelectorAll(".chips .chip")) {
    const count = data.counts[new URL(chip.href).searchParams.get("loc")];
    if (count !== undefined) chip.querySelector("b").textContent = count;
  }
}

function line(words, strong) {
  const place = document.createElement("p");
  place.append(words);
  if (strong) {
    const value = document.createElement("b");
    value.textContent = strong;
    place.append(value);
  }
  return place;
}

function button(label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-outline-secondary";
  made.textContent = label;
  made.addEventListener("click", action);
  return made;
}

// Somebody decided meanwhile: both words, and which one is to stand.
function conflict(form, data, act) {
  const box = by(form, "conflict");
  const theirs = data.theirs;
  const points = form.querySelector("[name=points], [name=actual]")?.value || "–";
  const mine = act === "accept" ? "chấp nhận" : points;
  const said = theirs ? `${theirs.stage}, ${theirs.who}, ${theirs.when}${theirs.reason ? `: ${theirs.reason}` : ""} – ` : "";
  box.replaceChildren(line(data.message), line(`Hiện nay: ${said}`, theirs?.points || "–"), line("Bạn muốn ghi: ", mine));
  box.append(
    button("Giữ quyết định hiện nay", () => window.location.reload()),
    button("Ghi quyết định của tôi", () => {
      form.querySelector("[name=seen]").value = data.entry;
      send(form, act);
    }),
  );
  box.hidden = false;
  box.querySelector("button").focus();
  status(form, "chưa lưu", "failed");
}

// Other units' scores would move: the page that lists them asks before anything is saved.
function sendPage(form, act) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "act";
  field.value = act;
  form.append(field);
  form.submit();
}

async function send(form, act) {
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  status(form, "đang lưu…", "saving");
  const body = new FormData(form);
  body.set("act", act);
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    const isJson = (response.headers.get("Content-Type") || "").includes("json");
    const signedOut = response.type === "opaqueredirect" || response.status === 401 || (response.status === 403 && !isJson);
    if (signedOut) return status(form, "chưa lưu – phiên đã hết, hãy đăng nhập lại", "failed");
    const data = isJson ? await response.json() : { message: "máy chủ bận, hãy thử lại" };
    if (response.status === 409 && data.confirm) return sendPage(form, act);
    if (response.status === 409 && data.entry) return conflict(form, data, act);
    if (!response.ok) return status(form, `chưa lưu – ${data.message}`, "failed");
    show(form, data, act);
    if (form.dataset.next) window.location.assign(data.next);
  } catch {
    status(form, "chưa lưu – mất kết nối, hãy thử lại", "failed");
  } finally {
    delete form.dataset.busy;
  }
}

root?.addEventListener(
  "submit",
  (event) => {
    const form = event.target.closest("[data-decide]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    event.stopPropagation();
    send(form, event.submitter.value);
  },
  true,
);

// Up and down move between the «Chấp nhận» buttons; Enter and Space press them.
root?.addEventListener("keydown", (event) => {
  if (!event.target.matches("button[value=accept]") || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const buttons = [...root.querySelectorAll("button[value=accept]")];
  const place = buttons.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  if (buttons[place]) {
    event.preventDefault();
    buttons[place].focus();
  }
});
