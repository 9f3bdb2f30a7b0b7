// Arrow keys and Enter move between the fields of a table; Escape gives a field back the value it had when entered.
const before = new WeakMap();
const cellsOf = (row) => [...row.querySelectorAll(".cell:not(:disabled)")];

document.addEventListener("focusin", (event) => {
  if (event.target.matches(".grid .cell")) before.set(event.target, event.target.value);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches(".grid .cell") || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") return restore(field);
  const step = stepOf(event, field);
  if (!step) return;
  event.preventDefault();
  const next = neighbour(field, step);
  if (!next) return;
  next.focus();
  if (next.select) next.select();
});

// -1 up, 1 down, 0 the key keeps its own meaning (arrows in a list, Enter in a long text).
function stepOf(event, field) {
  if (field.tagName === "TEXTAREA") return 0;
  if (event.key === "Enter") return event.shiftKey ? -1 : 1;
  if (field.tagName === "SELECT") return 0;
  return { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
}

// The field in the same place of the next row that has fields.
function neighbour(field, step) {
  const row = field.closest("tr");
  const place = cellsOf(row).indexOf(field);
  const walk = (from) => (step > 0 ? from.nextElementSibling : from.previousElementSibling);
  for (let other = walk(row); other; other = walk(other)) {
    const cells = cellsOf(other);
    if (cells.length) return cells[Math.min(place, cells.length - 1)];
  }
  return null;
}

function restore(field) {
  if (!before.has(field) || field.value === before.get(field)) return;
  field.value = before.get(field);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
