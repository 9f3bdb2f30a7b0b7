// What was typed in a <form data-draft="key"> stays in this browser until the server has confirmed it: a confirmed form
// is answered by a redirect to a page of a signed-in person. After an expired session and a new sign-in, or a refusal,
// the form offers the words back. One copy per person, form and address; thrown away after a week and at signing out.
const WEEK = 7 * 24 * 3600 * 1000;
const person = document.body.dataset.person;
const keyOf = (form) => `draft:${person}:${form.dataset.draft}:${location.pathname}`;
const left = ["hidden", "password", "file", "submit", "button", "reset"];
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !left.includes(field.type));
const isTick = (field) => field.type === "checkbox" || field.type === "radio";
// Ticks of one group share a name: the value tells them apart.
const slot = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);
const read = (form) => Object.fromEntries(fieldsOf(form).map((field) => [slot(field), valueOf(field)]));
const servers = new WeakMap();

function valueOf(field) {
  if (isTick(field)) return field.checked;
  return field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

function setValue(field, value) {
  if (isTick(field)) field.checked = value;
  else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
  else field.value = value;
}

function load(key) {
  try {
    const copy = JSON.parse(localStorage.getItem(key));
    if (copy && Date.now() - copy.at < WEEK) return copy;
  } catch {
    // An unreadable copy is of no use to anyone.
  }
  localStorage.removeItem(key);
  return null;
}

function save(form) {
  const values = read(form);
  if (JSON.stringify(values) === servers.get(form)) localStorage.removeItem(keyOf(form));
  else localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values }));
}

function restore(form, copy) {
  for (const field of fieldsOf(form)) if (slot(field) in copy.values) setValue(field, copy.values[slot(field)]);
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(form, copy) {
  const note = document.getElementById("draft-offer").content.firstElementChild.cloneNode(true);
  const style = { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };
  note.querySelector("[data-when]").textContent = new Date(copy.at).toLocaleString("vi-VN", style);
  note.querySelector("[data-take]").addEventListener("click", () => {
    restore(form, copy);
    note.remove();
    fieldsOf(form)[0]?.focus();
  });
  note.querySelector("[data-drop]").addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    note.remove();
  });
  form.before(note);
}

function settle() {
  const key = sessionStorage.getItem("draft-sent");
  sessionStorage.removeItem("draft-sent");
  const redirected = performance.getEntriesByType("navigation")[0]?.redirectCount > 0;
  if (key && person && redirected) localStorage.removeItem(key);
}

// A form that saves itself through htmx: what was sent is safe, what was typed meanwhile is not yet.
function watchSaving(form) {
  let sent = "";
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt === form) sent = JSON.stringify(read(form));
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    // 401, 409 and 422 are swapped in like answers, so htmx calls them successful: nothing was saved all the same.
    if (event.detail.elt !== form || event.detail.xhr.status < 200 || event.detail.xhr.status >= 300) return;
    servers.set(form, sent);
    save(form);
  });
}

function watch(form) {
  if (servers.has(form)) return;
  const copy = load(keyOf(form));
  servers.set(form, JSON.stringify(read(form)));
  // A refused form comes back filled in: nothing to offer then.
  if (copy && JSON.stringify(copy.values) !== servers.get(form)) offer(form, copy);
  form.addEventListener("input", () => save(form));
  watchSaving(form);
  form.addEventListener("submit", () => {
    save(form);
    sessionStorage.setItem("draft-sent", keyOf(form));
  });
}

function forget() {
  for (const key of Object.keys(localStorage)) if (key.split(":")[1] === person) localStorage.removeItem(key);
}

settle();
if (person) {
  for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
  for (const form of document.querySelectorAll("form[data-forget]")) form.addEventListener("submit", forget);
  document.addEventListener("htmx:load", (event) => {
    for (const form of event.detail.elt.querySelectorAll("form[data-draft]")) watch(form);
  });
}
