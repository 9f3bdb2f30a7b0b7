// «Ghi nhanh»: one figure and its photo are sent at once. What the line drops is kept in this browser (IndexedDB), one
// box for each person, and sent again by itself; the server knows each figure by its key and writes it once. What the
// server refuses stays in the box with the reason until the person puts it right or throws it away.
const PATIENCE = 15000;
const SIDE = 2000; // longest side of a photo on its way, in pixels: a page of text stays readable
const SMALL = 1.5 * 1024 * 1024;
const person = document.body.dataset.person;
const form = document.getElementById("quick");
const state = document.getElementById("quick-state");
const waiting = document.getElementById("waiting");
const list = waiting.querySelector("[data-list]");
const button = form.querySelector("button[type=submit]");
const EXPIRED = "Phiên làm việc đã hết; hãy đăng nhập lại.";
let sending = false;

function say(text, kind) {
  state.textContent = text;
  state.className = `quick-state ${kind}`;
}

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function box(mode) {
  const opening = indexedDB.open("ghi-nhanh", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("waiting", { keyPath: "key" });
  const base = await asPromise(opening);
  return base.transaction("waiting", mode).objectStore("waiting");
}

const keep = async (item) => asPromise((await box("readwrite")).put(item));
const drop = async (key) => asPromise((await box("readwrite")).delete(key));
const kept = async () => (await asPromise((await box("readonly")).getAll())).filter((item) => item.person === person);

function newKey() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// Smaller before it travels, upright, and a JPEG where the browser can read what is none (HEIC in Safari); drawing it
// again also leaves out what the camera wrote beside it.
async function lighter(photo) {
  const plain = photo && ["image/jpeg", "image/png"].includes(photo.type);
  if (!photo || (plain && photo.size < SMALL) || !window.createImageBitmap) return photo;
  try {
    const picture = await createImageBitmap(photo);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return blob && (!plain || blob.size < photo.size) ? new File([blob], photo.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : photo;
  } catch {
    return photo; // the server says what is wrong with it
  }
}

async function taken() {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  delete fields.csrfmiddlewaretoken;
  const photo = await lighter(form.elements.photo.files[0]);
  return { key: fields.key, person, fields, photo: photo || null, name: photo ? photo.name : "" };
}

// Who signed in again in another tab has a new token, and the page as it is now has it; "" when it is another person's.
async function freshToken() {
  const answer = await fetch(form.action, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || answer.redirected || page.body.dataset.person !== person) return "";
  return page.querySelector("#quick [name=csrfmiddlewaretoken]")?.value || "";
}

async function post(item) {
  const first = await postOnce(item);
  if (!first.forbidden) return first;
  const token = await freshToken().catch(() => "");
  if (!token) return { text: EXPIRED };
  form.elements.csrfmiddlewaretoken.value = token;
  const second = await postOnce(item);
  return second.forbidden ? { refused: true, text: "Bạn không ghi được kết quả cho chỉ tiêu này." } : second;
}

// {done} written, {refused} will never be, {forbidden} not with this token, none of them: try again later.
async function postOnce(item) {
  const data = new FormData();
  for (const [name, value] of Object.entries(item.fields)) data.set(name, value);
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  if (item.photo) data.set("photo", item.photo, item.name);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 4 * PATIENCE);
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, signal: stop.signal });
    const type = answer.headers.get("Content-Type") || "";
    const said = type.startsWith("application/json") ? await answer.json() : {};
    if (answer.ok && said.key) return { done: true, text: said.message, key: said.key };
    if (answer.status === 422) return { refused: true, text: said.message };
    if (answer.status === 403) return { forbidden: true };
    if (answer.status === 404) return { refused: true, text: "Chỉ tiêu này không còn hoặc không phải của đơn vị bạn." };
    if (answer.status === 413) return { refused: true, text: "Ảnh quá lớn, máy chủ không nhận." };
    return { text: answer.status === 401 || answer.redirected ? EXPIRED : "Máy chủ chưa nhận được." };
  } catch {
    return { text: "Mất kết nối." };
  } finally {
    clearTimeout(timer);
  }
}

async function count(why = "") {
  const items = await kept().catch(() => []);
  waiting.hidden = !items.length;
  waiting.querySelector("[data-count]").textContent = items.length;
  waiting.querySelector("[data-why]").textContent = why;
  list.replaceChildren(...items.map(shown));
  return items;
}

function titleOf(item) {
  const choice = form.querySelector(`input[name=target][value="${CSS.escape(item.fields.target)}"]`);
  return choice ? choice.closest("label").querySelector("b").textContent : "Chỉ tiêu không còn trong danh sách";
}

function shown(item) {
  const row = document.getElementById("kept-row").content.firstElementChild.cloneNode(true);
  row.querySelector("[data-what]").textContent = `${titleOf(item)}: ${item.fields.value}${item.photo ? ", kèm ảnh" : ""}`;
  row.querySelector("[data-refused]").textContent = item.refused ? ` Không nhận: ${item.refused}` : "";
  row.querySelector("[data-acts]").hidden = !item.refused;
  row.querySelector("[data-mend]").addEventListener("click", () => mend(item));
  row.querySelector("[data-drop]").addEventListener("click", () => drop(item.key).then(() => count()));
  return row;
}

// Back into the form, as something new: nothing was written under the refused key.
async function mend(item) {
  form.reset();
  for (const [name, value] of Object.entries(item.fields)) {
    const field = form.elements[name];
    if (field && name !== "key") field.value = value;
  }
  form.elements.key.value = newKey();
  if (item.photo) {
    const files = new DataTransfer();
    files.items.add(new File([item.photo], item.name, { type: item.photo.type }));
    form.elements.photo.files = files.files;
  }
  await drop(item.key);
  measure();
  await count();
  say(item.refused, "failed");
  form.elements.value.focus();
}

async function flush() {
  if (sending) return;
  sending = true;
  let why = "";
  for (const item of await count()) {
    if (item.refused) continue;
    const answer = await post(item);
    if (answer.done) {
      await drop(item.key);
      say(`${answer.text}: kết quả giữ trên máy đã được gửi.`, "done");
    } else if (answer.refused) await keep({ ...item, refused: answer.text });
    else {
      why = answer.text || "";
      break;
    }
  }
  sending = false;
  await count(why);
}

function again() {
  form.reset();
  form.elements.key.value = newKey();
  measure();
  const first = form.querySelector("input[name=target]");
  if (first) first.focus();
}

async function submit(event) {
  event.preventDefault();
  if (!form.reportValidity()) return;
  button.disabled = true;
  say("Đang gửi …", "");
  const item = await taken();
  const answer = await post(item);
  button.disabled = false;
  if (answer.done) {
    again();
    say(`${answer.text}.`, "done");
  } else if (answer.refused) say(answer.text, "failed");
  else await hold(item, answer.text);
}

async function hold(item, why) {
  try {
    await keep(item);
    again();
    say(`${why} Đã giữ trên máy này, sẽ tự gửi khi có mạng.`, "failed");
  } catch {
    say(`${why} Chưa lưu; đừng đóng trang này, hãy bấm lưu lại.`, "failed");
  }
  await count();
}

function measure() {
  const chosen = form.querySelector("input[name=target]:checked");
  const unit = chosen ? chosen.closest("label").dataset.unit : "";
  form.querySelector("[data-measure]").textContent = unit ? `, ${unit}` : "";
}

const bare = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d");
const find = document.getElementById("id_find");
if (find) {
  find.hidden = false;
  find.addEventListener("input", () => {
    for (const choice of form.querySelectorAll(".choice")) {
      choice.hidden = !bare(choice.textContent).includes(bare(find.value.trim())) && !choice.querySelector(":checked");
    }
  });
}
form.addEventListener("submit", submit);
form.addEventListener("change", measure);
waiting.querySelector("[data-send]").addEventListener("click", flush);
window.addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
setInterval(() => navigator.onLine && !waiting.hidden && flush(), PATIENCE);
measure();
flush();
