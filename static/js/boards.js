// The status board: tick every overdue cell at once; the boxes themselves work without script.
const pick = document.querySelector("[data-pick]");
const boxes = pick ? [...document.querySelectorAll(`input[data-status="${pick.dataset.pick}"]`)] : [];

if (boxes.length) {
  pick.hidden = false;
  pick.addEventListener("click", () => {
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
  });
}
