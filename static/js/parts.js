// Lines of bases and receivers: Alt with arrows moves the chosen line, and the focus stays on it.
document.addEventListener("keydown", (event) => {
  const name = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!name || !event.altKey || !event.target.matches("[data-part]")) return;
  event.preventDefault();
  event.target.querySelector(`[data-move="${name}"]:not(:disabled)`)?.click();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const box = event.target.closest?.("#bases, #recipients");
  (box?.querySelector("[data-part] form .form-control") ?? box?.querySelector("[data-focus]"))?.focus();
});
