// Shows only the parameters of the chosen kind of criterion. Without script every field stays visible.
const box = document.getElementById("criterion-form");
const names = JSON.parse(box.dataset.params);
const all = new Set(Object.values(names).flat());
const kind = box.querySelector("[name=kind]");

function show() {
  const wanted = new Set(names[kind.value] ?? []);
  for (const name of all) {
    const wrapper = document.getElementById(`div_id_${name}`);
    if (wrapper) wrapper.hidden = !wanted.has(name);
  }
}

kind.addEventListener("change", show);
show();
