// The frame: search by keyboard, menus that close, phone navigation, lists that send themselves.
document.documentElement.classList.add("js");

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const field = document.getElementById("find");
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target) || event.target.closest("[data-menu-close]")) menu.open = false;
  }
  const note = event.target.closest("[data-dismiss]");
  if (note) note.closest(".note").remove();
  const burger = event.target.closest("[data-nav]");
  if (burger) {
    const open = document.body.classList.toggle("nav-open");
    burger.setAttribute("aria-expanded", String(open));
  }
});

document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-submit]");
  if (field && field.form) field.form.requestSubmit();
});

// A second press while the first is on its way would send the form twice. (A form whose answer is a file stays on its page.)
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// After a refused form the reader should land on what has to be corrected.
const summary = document.getElementById("error-summary");
if (summary) summary.focus();

// A table or drawing that scrolls inside its box must be reachable by keyboard.
for (const box of document.querySelectorAll(".grid-wrap:not([tabindex]), figure.panel:not([tabindex])")) {
  if (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight) continue;
  box.tabIndex = 0;
  if (box.tagName !== "FIGURE") box.setAttribute("role", "region");
  box.setAttribute("aria-label", document.querySelector("h1").textContent.trim());
}
