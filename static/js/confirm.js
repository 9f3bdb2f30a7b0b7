// A question in a <details class="confirm">: «Không» and Escape close it, opening puts the focus inside.
document.addEventListener(
  "toggle",
  (event) => {
    const box = event.target;
    if (!(box instanceof HTMLDetailsElement) || !box.classList.contains("confirm") || !box.open) return;
    for (const other of document.querySelectorAll("details.confirm[open]")) if (other !== box) other.open = false;
    (box.querySelector("textarea, input:not([type=hidden])") || box.querySelector("[data-close]"))?.focus();
  },
  true,
);

function close(box) {
  box.open = false;
  box.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("details.confirm [data-close]");
  if (button) close(button.closest("details"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const box = event.target.closest?.("details.confirm[open]");
  if (box) close(box);
});
