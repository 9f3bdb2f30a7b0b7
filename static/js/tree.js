// A tree of criteria by keyboard: Enter edits, Alt with arrows moves, Esc leaves the form; arrows walk.
const moves = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "indent", ArrowLeft: "outdent" };
const tree = document.getElementById("tree");

function walk(node, step) {
  const nodes = [...tree.querySelectorAll("[data-node]")];
  nodes[nodes.indexOf(node) + step]?.focus();
}

tree.addEventListener("keydown", (event) => {
  const node = event.target.closest("[data-node]");
  if (!node) return;
  if (event.key === "Escape") {
    node.querySelector("[data-cancel]")?.click();
    return;
  }
  if (event.target !== node) return;
  if (event.altKey && moves[event.key]) {
    event.preventDefault();
    node.querySelector(`[data-move="${moves[event.key]}"]`)?.click();
  } else if (event.key === "Enter") {
    event.preventDefault();
    node.querySelector("[data-edit]")?.click();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    walk(node, event.key === "ArrowDown" ? 1 : -1);
  }
});

// After a change the focus stays where the person worked.
document.addEventListener("htmx:afterSettle", (event) => {
  const field = event.target.querySelector?.("[data-node-form] input:not([type=hidden]), [data-node-form] textarea");
  if (field) field.focus();
  else (tree.querySelector("[data-focus]") ?? event.target.closest?.("[data-focus]"))?.focus();
});
