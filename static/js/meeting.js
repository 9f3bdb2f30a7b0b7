// The meeting list on a projector: large letters on request, up and down move between the items, Enter opens the conclusion.
const items = [...document.querySelectorAll("#meeting .agenda")];
const large = document.querySelector("[data-projector]");

function project(on) {
  document.body.classList.toggle("projected", on);
  large.setAttribute("aria-pressed", on);
  sessionStorage.setItem("projected", on ? "1" : "");
}

large.hidden = false;
large.addEventListener("click", () => project(!document.body.classList.contains("projected")));
project(sessionStorage.getItem("projected") === "1");

function step(by) {
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const next = items[Math.min(Math.max(here + by, 0), items.length - 1)];
  next?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, summary, button, a")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  }
  const box = event.key === "Enter" && event.target.closest(".agenda")?.querySelector("details.conclude");
  if (box) {
    event.preventDefault();
    box.open = true;
    box.querySelector("textarea").focus();
  }
});

const refused = document.querySelector("#meeting [data-refused]");
if (refused) refused.closest(".agenda").scrollIntoView();

// Whoever types a figure means to give it.
document.getElementById("meeting").addEventListener("input", (event) => {
  const change = event.target.matches("input.cell") && event.target.value && event.target.form.querySelector("[name=act][value=change]");
  if (change) change.checked = true;
});
