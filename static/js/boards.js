// The status board: tick every overdue cell at once, walk the table with the arrow keys; the boxes and links themselves
// work without script. The heat map of a province is walked the same way.
const pick = document.querySelector("[data-pick]");
const boxes = pick ? [...document.querySelectorAll(`input[data-status="${pick.dataset.pick}"]`)] : [];

if (boxes.length) {
  pick.hidden = false;
  pick.addEventListener("click", () => {
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
  });
}

const table = document.querySelector("table[data-arrows]");
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// Where the keys lead from a cell: a neighbour, or with Home and End the ends of its row; null at the edge.
function neighbour(cell, key) {
  const row = cell.parentElement;
  if (key === "Home" || key === "End") return row.cells[key === "Home" ? 0 : row.cells.length - 1];
  const [down, right] = STEPS[key];
  return table.rows[row.rowIndex + down]?.cells[cell.cellIndex + right] ?? null;
}

// What is worked in a cell gets the focus (its box, else its link), else the cell itself, so that it is read out.
function enter(cell) {
  const inside = cell.querySelector("input:not([type=hidden]), a[href]");
  if (!inside) cell.tabIndex = -1;
  (inside || cell).focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

table?.addEventListener("keydown", (event) => {
  const cell = event.target.closest("td, th");
  if (!cell || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!(event.key in STEPS) && event.key !== "Home" && event.key !== "End") return;
  const next = neighbour(cell, event.key);
  event.preventDefault();
  if (next) enter(next);
});

// From the frame of the table the first arrow key goes into it.
table?.closest("[tabindex='0']")?.addEventListener("keydown", (event) => {
  if (event.target !== event.currentTarget || event.key !== "ArrowDown") return;
  event.preventDefault();
  enter(table.rows[1]?.cells[0] ?? table.rows[0].cells[0]);
});
