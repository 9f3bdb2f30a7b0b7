// Arrow keys and Enter move between the fields of a table; Escape gives a field its old value back.
const fieldsOf = (row) => [...row.querySelectorAll("input.cell, select.cell, textarea.cell")];

function neighbour(field, step) {
  const row = field.closest("tr");
  const column = fieldsOf(row).indexOf(field);
  for (let other = step(row); other; other = step(other)) {
    const fields = fieldsOf(other).filter((each) => !each.disabled);
    if (fields.length) return fields[Math.min(column, fields.length - 1)];
  }
  return null;
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.(".grid .cell");
  if (!field || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape" && field.value !== field.defaultValue && field.tagName === "INPUT") {
    field.value = field.defaultValue;
    return;
  }
  const inside = field.tagName !== "INPUT" || field.type === "checkbox";
  const up = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  const down = event.key === "ArrowDown" || event.key === "Enter";
  if (!(up || down) || (inside && event.key !== "Enter") || (field.tagName === "TEXTAREA" && !event.shiftKey)) return;
  const target = neighbour(field, (row) => (up ? row.previousElementSibling : row.nextElementSibling));
  event.preventDefault();
  if (target) {
    target.focus();
    if (target.select) target.select();
  }
});
