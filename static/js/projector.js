// The screen in the room. One slide at a time by keyboard; what is concluded goes through a queue that outlives a broken
// line and a closed page: kept in this browser per person and meeting until the server has taken it. Every few seconds
// the slides are asked for again, so that what somebody else writes appears here with the old value struck through.
const { person, meeting } = document.body.dataset;
const STORE = `projector:${person}:${meeting}`;
const PAUSE = 4000;
const stage = document.getElementById("stage");
const line = document.querySelector("[data-line]");
const place = document.querySelector("[data-place]");
const slides = () => [...stage.querySelectorAll(":scope > .slide")];
const holderOf = (form) => form.closest("[data-key]");
const find = (key) => stage.querySelector(`[data-key="${key}"]`);
let current = sessionStorage.getItem(STORE) || "";
let queue = stored();
let busy = false;
let cut = "";

function stored() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) || [];
  } catch {
    return [];
  }
}

function keep() {
  if (queue.length) localStorage.setItem(STORE, JSON.stringify(queue));
  else localStorage.removeItem(STORE);
}

// --- one slide at a time -------------------------------------------------------------------------------------------

function show(key, focus = false) {
  const all = slides();
  const chosen = all.find((slide) => slide.dataset.key === key) || all[0];
  current = chosen.dataset.key;
  sessionStorage.setItem(STORE, current);
  for (const slide of all) slide.hidden = slide !== chosen;
  place.textContent = `${all.indexOf(chosen) + 1}/${all.length}`;
  if (focus) {
    chosen.focus();
    window.scrollTo(0, 0);
  }
}

function step(by) {
  const all = slides();
  const here = all.findIndex((slide) => slide.dataset.key === current);
  show(all[Math.min(Math.max(here + by, 0), all.length - 1)].dataset.key, true);
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -999, End: 999 };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("textarea, input, select");
  if (typing && event.key === "Escape") return find(current).focus();
  if (typing && event.key === "Enter" && (event.ctrlKey || event.metaKey)) return event.target.form.requestSubmit();
  if (typing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key in STEPS) {
    event.preventDefault();
    step(STEPS[event.key]);
  } else if (event.key === "Enter" && !event.target.closest("button, a, summary")) {
    event.preventDefault();
    find(current).querySelector("form[data-conclude] textarea")?.focus();
  } else if (event.key.toLowerCase() === "f") full();
});

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

document.querySelector("[data-full]").addEventListener("click", full);
for (const button of document.querySelectorAll("[data-step]")) button.addEventListener("click", () => step(Number(button.dataset.step)));

// --- what waits to be sent -----------------------------------------------------------------------------------------

const WORDS = { co: "Có mặt", vang: "Vắng", keep: "Giữ nguyên điểm" };

function said(values, old) {
  const box = document.createElement("p");
  const figure = values.act === "change" ? values.points || values.actual : "";
  if (figure) {
    const struck = document.createElement("s");
    struck.textContent = old;
    box.append(struck, ` ${figure} · `);
  }
  box.append([WORDS[values.present], WORDS[values.act], values.text || values.note].filter(Boolean).join(" · "));
  return box;
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-outline-secondary";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function drop(item) {
  queue = queue.filter((other) => other !== item);
  keep();
  draw();
}

function again(item) {
  Object.assign(item, { state: "waiting", message: "", theirs: null });
  keep();
  draw();
  send();
}

// The typed words go back into the form, to be mended there.
function mend(item) {
  const form = find(item.holder)?.querySelector("form[data-send]");
  if (!form) return;
  for (const [name, value] of Object.entries(item.values)) if (form.elements[name] && !["seen", "key"].includes(name)) form.elements[name].value = value;
  drop(item);
  form.querySelector("textarea")?.focus();
}

function drawOne(item) {
  const box = document.createElement("div");
  box.className = "queued";
  const told = document.createElement("p");
  const waits = cut ? "Chờ gửi khi có mạng" : "Đang gửi…";
  told.textContent = { waiting: waits, refused: `Chưa ghi được: ${item.message}`, conflict: item.message }[item.state];
  box.append(told, said(item.values, item.old));
  if (item.state === "conflict") {
    const theirs = document.createElement("p");
    theirs.textContent = `${item.theirs.who || "Người khác"} đã ghi: «${item.theirs.text}».`;
    box.insertBefore(theirs, box.lastChild);
    if (item.theirs.pk) box.append(button("Ghi kết luận của tôi", () => (item.values.seen = item.theirs.pk, again(item))));
    box.append(button("Bỏ kết luận của tôi", () => drop(item)));
  }
  if (item.state === "refused") box.append(button("Sửa lại", () => mend(item)), button("Bỏ", () => drop(item)));
  return box;
}

function draw() {
  for (const box of stage.querySelectorAll("[data-queued]")) {
    const mine = queue.filter((item) => item.holder === box.closest("[data-key]").dataset.key);
    box.replaceChildren(...mine.map(drawOne));
    const form = box.parentElement.querySelector("form[data-conclude]");
    if (form) form.hidden = mine.length > 0;
  }
  const waiting = queue.filter((item) => item.state === "waiting").length;
  line.className = cut ? "cut" : "";
  line.textContent = cut ? `${cut}${waiting ? ` – ${waiting} nội dung được giữ trong trang này` : ""}` : waiting ? "Đang gửi…" : "";
}

stage.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-send]");
  if (!form) return;
  event.preventDefault();
  if (!form.reportValidity()) return;
  const values = Object.fromEntries(new FormData(form, event.submitter));
  delete values.csrfmiddlewaretoken;
  const holder = holderOf(form).dataset.key;
  if (form.hasAttribute("data-conclude")) values.key = newKey();
  else queue = queue.filter((item) => item.holder !== holder);
  queue.push({ holder, url: form.action, values, old: form.dataset.old || "", state: "waiting" });
  keep();
  if (form.hasAttribute("data-conclude")) form.reset();
  draw();
  send();
});

// Whoever types a figure means to give it.
stage.addEventListener("input", (event) => {
  const change = event.target.matches("input.cell") && event.target.value && event.target.form.querySelector("[name=act][value=change]");
  if (change) change.checked = true;
});

// crypto.randomUUID exists only on secure addresses; a province's own server may be reached without.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function token() {
  return stage.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
}

async function send() {
  if (busy) return;
  const item = queue.find((other) => other.state === "waiting");
  if (!item) return;
  busy = true;
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const answer = await fetch(item.url, { method: "POST", headers, body: new URLSearchParams(item.values), redirect: "manual" });
    await taken(item, answer);
  } catch {
    cut = "Mất kết nối";
  } finally {
    busy = false;
    draw();
  }
  if (!cut && queue.some((other) => other.state === "waiting")) send();
}

async function taken(item, answer) {
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  if (answer.status === 401 || answer.type === "opaqueredirect" || (answer.status === 403 && !isJson)) {
    cut = "Phiên làm việc đã hết: hãy đăng nhập lại ở thẻ khác";
    return;
  }
  if (answer.status >= 500) {
    cut = "Máy chủ bận, sẽ gửi lại";
    return;
  }
  cut = "";
  const data = isJson ? await answer.json() : {};
  if (answer.ok) {
    queue = queue.filter((other) => other !== item);
  } else if (answer.status === 409 && data.theirs) Object.assign(item, { state: "conflict", message: data.message, theirs: data.theirs });
  else Object.assign(item, { state: "refused", message: data.message || "hãy tải lại trang" });
  keep();
  await refresh();
}

// --- what others write ---------------------------------------------------------------------------------------------

const isTyping = (form) => form.contains(document.activeElement) || [...form.querySelectorAll("textarea, input.cell")].some((field) => field.value !== field.defaultValue);

function put(old, fresh) {
  const lives = [...old.querySelectorAll(":scope > [data-live], :scope > .who > [data-live]")];
  const news = [...fresh.querySelectorAll(":scope > [data-live], :scope > .who > [data-live]")];
  lives.forEach((part, at) => news[at] && part.innerHTML !== news[at].innerHTML && part.replaceChildren(...news[at].childNodes));
  const form = old.querySelector(":scope > form[data-send]");
  const newer = fresh.querySelector(":scope > form[data-send]");
  if (form && isTyping(form)) return;
  if (form && newer) form.replaceWith(newer);
  else if (form) form.remove();
}

function merge(page) {
  const all = [...page.querySelectorAll(".slide")];
  const named = new Set(all.map((slide) => slide.dataset.key));
  let last = null;
  for (const fresh of all) {
    const old = find(fresh.dataset.key);
    if (old) {
      put(old, fresh);
      for (const seat of fresh.querySelectorAll("li[data-key]")) {
        const had = find(seat.dataset.key);
        if (had) put(had, seat);
        else old.querySelector("ul.seats")?.append(seat);
      }
      last = old;
    } else {
      fresh.hidden = true;
      if (last) last.after(fresh);
      else stage.prepend(fresh);
      last = fresh;
    }
  }
  // What is gone leaves, except the screen one is looking at.
  for (const slide of slides()) if (!named.has(slide.dataset.key) && slide.dataset.key !== current) slide.remove();
}

async function refresh() {
  try {
    const answer = await fetch(`${location.pathname}?phan=man-hinh`, { redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 401) cut = "Phiên làm việc đã hết: hãy đăng nhập lại ở thẻ khác";
    else if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      cut = "";
      merge(page);
      show(current);
    }
  } catch {
    cut = "Mất kết nối";
  }
  draw();
}

async function beat() {
  await refresh();
  await send();
  setTimeout(beat, PAUSE);
}

window.addEventListener("online", () => refresh().then(send));
window.addEventListener("offline", () => {
  cut = "Mất kết nối";
  draw();
});
show(current);
draw();
setTimeout(beat, queue.length ? 0 : PAUSE);
