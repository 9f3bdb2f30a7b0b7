// One item at a time by keys: Ctrl+Enter accepts (or saves the other score being typed), arrows go to the item before
// and after, R types another score, V shows the first file, Escape leaves the field and then goes back to the table.
const form = document.querySelector("[data-decide]");
const change = form?.querySelector("details.change");
const field = () => form?.querySelector("[name=points], [name=actual]");
const go = (name) => document.querySelector(`[data-key=${name}]`)?.click();
const typing = (target) => target.matches("input:not([type=hidden]), textarea, select");

function press(value) {
  form?.querySelector(`button[value=${value}]`)?.click();
}

function typeAnother() {
  if (!change) return;
  change.open = true;
  field().focus();
  field().select();
}

function leave(target) {
  if (!typing(target) && !change?.open) return go("table");
  if (typing(target)) target.blur();
  if (change) change.open = false;
}

const letters = { r: typeAnother, v: () => document.querySelector(".documents [hx-get]")?.click() };

document.addEventListener("keydown", (event) => {
  const inField = typing(event.target);
  const letter = letters[event.key.toLowerCase()];
  const bare = !inField && !event.ctrlKey && !event.altKey && !event.metaKey;
  const arrow = { ArrowLeft: "before", ArrowRight: "after" }[event.key];
  if (event.key === "Enter" && event.ctrlKey) press(change?.open ? "change" : "accept");
  else if (arrow && !event.ctrlKey && (event.altKey || !inField)) go(arrow);
  else if (letter && bare) letter();
  else if (event.key === "Escape") leave(event.target);
  else return;
  event.preventDefault();
});
