// Autosave of a report's text: what could not be sent says so and is tried again; nothing typed is lost meanwhile.
const RETRY = 5000;
const form = document.getElementById("report");
const state = document.getElementById("save-state");

function failed() {
  const note = document.createElement("span");
  note.className = "saved failed";
  note.textContent = "Lỗi – chưa lưu được, hệ thống sẽ thử lại";
  state.replaceChildren(note);
  setTimeout(() => window.htmx.trigger(form, "retry"), RETRY);
}

form.addEventListener("htmx:sendError", failed);
form.addEventListener("htmx:responseError", failed);
