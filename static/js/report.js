// Autosave of the parts of a report: what could not be sent says so and is tried again; nothing typed is lost meanwhile.
const RETRY = 5000;

function watch(form) {
  const state = document.getElementById(form.dataset.autosave);
  function failed(event) {
    if (event.detail.elt !== form) return;
    const note = document.createElement("span");
    note.className = "saved failed";
    note.textContent = "Lỗi – chưa lưu được, hệ thống sẽ thử lại";
    state.replaceChildren(note);
    setTimeout(() => window.htmx.trigger(form, "retry"), RETRY);
  }
  form.addEventListener("htmx:sendError", failed);
  form.addEventListener("htmx:responseError", failed);
}

for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);
