// Verification: a decision saves in place; without script the same forms send the page. Arrow keys move between rows.
const root = document.getElementById("verify");

function status(form, words, kind = "") {
  const place = form.querySelector("[data-status]");
  place.textContent = words;
  place.className = `saved ${kind}`.trim();
}

function show(form, data, act) {
  const row = form.closest("tr");
  row.classList.add("decided");
  row.querySelector("[data-verified]").textContent = data.points || "–";
  row.querySelector("[data-difference]").textContent = data.difference;
  row.querySelector("[data-reason]").textContent = data.reason;
  form.querySelector("[name=seen]").value = data.entry;
  form.querySelector("details").open = false;
  // The standing office writes a reason for every line: the one just given is offered where there is none yet.
  for (const box of root.querySelectorAll("[data-board-reason]")) box.value ||= data.reason;
  status(form, act === "accept" ? "đã chấp nhận" : "đã thay đổi");
  for (const [key, points] of Object.entries(data.groups))
    for (const place of root.querySelectorAll(`[data-group="${key}"]`)) place.textContent = points;
  root.querySelector("[data-total]").textContent = data.total;
  document.querySelector("[data-decided]").textContent = data.decided;
  for (const chip of document.querySelectorAll(".chips .chip"))
    if (new URL(chip.href).searchParams.get("loc") === "chua-quyet") chip.querySelector("b").textContent = data.undecided;
}

async function send(form, act) {
  status(form, "đang lưu…", "saving");
  const body = new FormData(form);
  body.set("act", act);
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    const isJson = (response.headers.get("Content-Type") || "").includes("json");
    const signedOut = response.type === "opaqueredirect" || response.status === 401 || (response.status === 403 && !isJson);
    if (signedOut) return status(form, "chưa lưu – phiên đã hết, hãy đăng nhập lại", "failed");
    const data = isJson ? await response.json() : { message: "máy chủ bận, hãy thử lại" };
    if (response.ok) show(form, data, act);
    else status(form, `chưa lưu – ${data.message}`, "failed");
  } catch {
    status(form, "chưa lưu – mất kết nối, hãy thử lại", "failed");
  }
}

root.addEventListener(
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
root.addEventListener("keydown", (event) => {
  if (!event.target.matches("button[value=accept]") || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const buttons = [...root.querySelectorAll("button[value=accept]")];
  const place = buttons.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  if (buttons[place]) {
    event.preventDefault();
    buttons[place].focus();
  }
});
