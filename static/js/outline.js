// The outline of a plan by keyboard and by its toolbar. Each change is one request; the server answers with the whole tree,
// and says in HX-Retarget where an answer belongs. Without this script the same is done on the page of each item.
const tree = document.getElementById("tree");
const tools = document.getElementById("node-tools");
const paste = document.getElementById("paste");
const asked = document.getElementById("node-delete");
const moves = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "indent", ArrowLeft: "outdent" };
const PATIENCE = 20_000;
const MOST_PASTED = 1_000_000;
let chosen = null; // number of the selected item
let armed = false; // Tab indents only after an item was chosen on purpose: the tree must not catch who passes through
let last = Promise.resolve();

const items = () => [...tree.querySelectorAll("[data-node]")];
const itemOf = (number) => document.getElementById(`muc-${number}`);
const level = (item) => Number(item.getAttribute("aria-level"));
const version = () => tree.querySelector("[data-version]").dataset.version;
const editing = () => document.getElementById("editing");

function say(sentence) {
  const place = document.getElementById("tree-note");
  place.replaceChildren();
  if (!sentence) return;
  const note = document.createElement("p");
  note.className = "note warning";
  note.textContent = sentence;
  place.append(note);
}

function choose(item, focus = true) {
  if (!item) return;
  chosen = item.dataset.node;
  for (const other of items()) {
    other.tabIndex = other === item ? 0 : -1;
    other.setAttribute("aria-selected", String(other === item));
    other.querySelector("[data-edit]").tabIndex = -1;
  }
  tools.hidden = false;
  if (focus) item.focus();
}

// After the tree was drawn anew: the item the server names, else the one chosen before, else the first.
function settle(focus) {
  const named = tree.querySelector("[data-focus]");
  choose(named ?? itemOf(chosen) ?? items()[0], focus);
  if (!items().length) tools.hidden = true;
}

async function ask(url, body) {
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
  const options = body ? { method: "POST", body, headers } : { headers };
  try {
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    const target = answer.headers.get("HX-Retarget") ?? "#tree-note";
    if (answer.status >= 500 || answer.status === 404) throw new Error(answer.status);
    say("");
    return { target, html: await answer.text(), done: answer.ok };
  } catch (error) {
    const busy = /^(404|5..)$/.test(error.message);
    say(busy ? "Máy chủ chưa thực hiện được. Hãy tải lại trang; nội dung đang gõ vẫn còn đến lúc đó." : "Mất kết nối: thay đổi chưa được lưu. Nội dung đang gõ vẫn còn trên trang, hãy thử lại khi có mạng.");
    return null;
  }
}

function show(answer) {
  const place = document.querySelector(answer.target);
  if (answer.target === "#editing") {
    place.outerHTML = answer.html;
    focusForm();
    return;
  }
  place.innerHTML = answer.html;
  if (answer.target === "#tree") settle(true);
}

// One after the other: a second key pressed in between works on what the first one left.
function inTurn(work) {
  last = last.then(work, work);
  return last;
}

function send(url, values = {}) {
  return inTurn(async () => {
    const answer = await ask(url, new URLSearchParams({ version: version(), ...values }));
    if (answer) show(answer);
  });
}

const urlOf = (pattern) => pattern.replace("/0/", `/${chosen}/`);
const act = (name) => send(urlOf(tools.querySelector(`[data-act="${name}"]`).dataset.url));

// What is being typed stays: another form or a new tree only opens when this one is saved or left.
function busy() {
  const form = editing()?.querySelector("form");
  if (!form) return false;
  if (form.dataset.before === JSON.stringify([...new FormData(form)])) {
    close();
    return false;
  }
  say("Hãy lưu hoặc bỏ mục đang sửa trước.");
  focusForm();
  return true;
}

function close() {
  const item = editing()?.closest(".node");
  if (!item) return;
  if (item.dataset.node) {
    editing().remove();
    item.classList.remove("is-editing");
  } else item.remove();
  choose(itemOf(chosen));
  say("");
}

function focusForm() {
  const form = editing().querySelector("form");
  (form.querySelector(".is-invalid") ?? form.querySelector("[name=title]")).focus();
}

async function open(url, item) {
  const answer = await ask(url);
  if (!answer || answer.target !== "#editing") return answer && show(answer);
  item().insertAdjacentHTML("beforeend", answer.html);
  const form = editing().querySelector("form");
  form.dataset.before = JSON.stringify([...new FormData(form)]);
  focusForm();
}

function edit(item) {
  if (busy() || !item) return;
  choose(item, false);
  open(item.querySelector("[data-edit]").href, () => {
    item.classList.add("is-editing");
    return item;
  });
}

// A row for what is not saved yet, where it will stand.
function add(where) {
  if (busy()) return;
  const item = itemOf(chosen);
  const query = item && where ? `?${new URLSearchParams({ [where]: chosen })}` : "";
  open(paste.dataset.new + query, () => {
    const row = document.createElement("li");
    row.className = `node is-editing d${item && where ? level(item) + (where === "parent" ? 1 : 0) : 1}`;
    row.setAttribute("role", "none");
    const all = items();
    const end = item && where ? all[all.indexOf(item) + Number(item.dataset.below)] : all.at(-1);
    if (end) end.after(row);
    else {
      tree.insertAdjacentHTML("beforeend", '<ol class="outline"></ol>');
      tree.lastElementChild.append(row);
    }
    row.scrollIntoView({ block: "nearest" });
    return row;
  });
}

function askDelete(item) {
  if (busy() || !item) return;
  const below = Number(item.dataset.below);
  const said = [item.querySelector(".label"), item.querySelector(".said b, .said .text")];
  const named = said.map((part) => part?.textContent ?? "").join(" ").trim().slice(0, 80);
  asked.querySelector("[data-words]").textContent =
    `Xóa «${named}»${below ? ` cùng ${below} mục con` : ""}? Có thể hoàn tác ngay sau khi xóa.`;
  asked.open = true;
}

function step(item, key) {
  const all = items();
  const at = all.indexOf(item);
  if (key === "ArrowUp") return all[at - 1];
  if (key === "ArrowDown") return all[at + 1];
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key === "ArrowRight") return level(all[at + 1] ?? item) > level(item) ? all[at + 1] : null;
  return all.slice(0, at).findLast((other) => level(other) < level(item));
}

function onItem(event, item) {
  const plain = !event.ctrlKey && !event.metaKey;
  if (event.altKey && moves[event.key]) return busy() || act(moves[event.key]);
  if (event.key === "Tab" && armed && plain) return busy() || act(event.shiftKey ? "outdent" : "indent");
  if (event.altKey) return false;
  if (event.key === "z" && !plain) return tree.querySelector("[data-undo]")?.requestSubmit();
  if (!plain) return false;
  if (event.key === "Enter") return add(event.shiftKey ? "parent" : "after");
  if (event.key === "F2") return edit(item);
  if (event.key === "Delete") return askDelete(item);
  if (event.key === "Escape") {
    if (asked.open) return void (asked.open = false); // pressed before the question took the focus
    armed = false;
    return tools.querySelector("button").focus();
  }
  if (["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
    armed = true;
    return choose(step(item, event.key));
  }
  return false;
}

function inForm(event) {
  if (event.key === "Escape") close();
  else if (event.key === "Enter" && (event.ctrlKey || event.target.name === "title")) editing().querySelector("form").requestSubmit();
  else return false;
}

tree.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const item = event.target.closest("[data-node]");
  const inside = event.target.closest("#editing");
  const taken = inside ? inForm(event) : item === event.target && item ? onItem(event, item) : false;
  if (taken !== false) event.preventDefault();
});

tree.addEventListener("click", (event) => {
  const item = event.target.closest("[data-node]");
  if (event.target.closest("[data-cancel]")) {
    event.preventDefault();
    close();
  } else if (event.target.closest("[data-edit]")) {
    event.preventDefault();
    edit(item);
  } else if (item && !event.target.closest("#editing, a, button")) {
    armed = true;
    choose(item);
  }
});

tree.addEventListener("dblclick", (event) => {
  const item = event.target.closest("[data-node]");
  if (item && !event.target.closest("#editing")) edit(item);
});

tree.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-node]") && event.target.dataset.node !== chosen) choose(event.target, false);
});

// The tree drawn anew takes the focus away for a moment, to nowhere: that is no leaving.
tree.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !tree.contains(event.relatedTarget)) armed = false;
});

document.addEventListener("pointerdown", (event) => {
  if (!tree.contains(event.target)) armed = false;
});

document.getElementById("content").addEventListener("submit", (event) => {
  const form = event.target;
  if (form === paste) return;
  event.preventDefault();
  if (!form.closest("#editing") && busy()) return;
  const url = form.dataset.url ? urlOf(form.dataset.url) : form.action;
  asked.open = false;
  send(url, Object.fromEntries(new FormData(form)));
});

tools.addEventListener("click", (event) => {
  const name = event.target.closest("[data-act]")?.dataset.act;
  if (!name) return;
  if (name === "edit") edit(itemOf(chosen));
  else if (name === "after" || name === "child") add(name === "child" ? "parent" : "after");
  else if (!busy()) act(name);
});

asked.addEventListener("toggle", () => {
  if (asked.open && !asked.querySelector("[data-words]").textContent) askDelete(itemOf(chosen));
  if (!asked.open) {
    asked.querySelector("[data-words]").textContent = "";
    if (asked.contains(document.activeElement)) itemOf(chosen)?.focus();
  }
});

document.querySelector("[data-add]").addEventListener("click", (event) => {
  event.preventDefault();
  add("");
});

// Word, LibreOffice and browsers put the copied part between two marks.
function copied(html) {
  const found = /<!--\s*StartFragment\s*-->([\s\S]*)<!--\s*EndFragment\s*-->/.exec(html);
  return found ? found[1] : html;
}

tree.addEventListener("paste", (event) => {
  if (event.target.closest("#editing") || busy()) return;
  const html = copied(event.clipboardData.getData("text/html"));
  const text = event.clipboardData.getData("text/plain");
  if (!html && !text) return;
  event.preventDefault();
  if (html.length > MOST_PASTED) return say("Đoạn dán quá dài. Hãy dán từng phần.");
  paste.elements.html.value = html;
  paste.elements.text.value = text;
  paste.elements.where.value = chosen ? `after-${chosen}` : "";
  paste.requestSubmit();
});

settle(location.hash.startsWith("#muc-"));
if (location.hash.startsWith("#muc-")) choose(itemOf(location.hash.slice(5)));
