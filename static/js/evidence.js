// Files on a line: dropped, pasted or taken with the phone; sent one after the other with their progress.
const form = document.querySelector("form[data-evidence]");
const input = form && form.querySelector("input[name=file]");
const list = form && form.querySelector("[data-uploads]");
let failed = 0;

function row(name) {
  const item = document.createElement("li");
  const bar = document.createElement("progress");
  const said = document.createElement("span");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  said.textContent = `${name}: đang gửi`;
  item.append(said, bar);
  list.append(item);
  return { bar, say: (text, state) => ((said.textContent = `${name}: ${text}`), (said.className = `saved ${state}`)) };
}

function send(file) {
  const shown = row(file.name);
  const data = new FormData(form);
  data.delete("existing");
  data.set("file", file, file.name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => (shown.bar.value = event.loaded / (event.total || 1)));
    request.addEventListener("loadend", () => {
      const kept = request.status === 200;
      failed += kept ? 0 : 1;
      shown.bar.remove();
      shown.say(kept ? "đã đính kèm" : message(request), kept ? "" : "failed");
      resolve();
    });
    request.send(data);
  });
}

function message(request) {
  if (!request.status) return "mất kết nối, chưa gửi được. Hãy thử lại.";
  if (request.status === 401) return "phiên làm việc đã hết. Hãy đăng nhập lại rồi gửi lại tệp.";
  try {
    return JSON.parse(request.responseText).message || "chưa đính kèm được.";
  } catch {
    return request.status === 413 ? "tệp quá lớn." : "chưa đính kèm được.";
  }
}

async function sendAll(files) {
  failed = 0;
  list.replaceChildren();
  for (const file of files) await send(file);
  input.value = "";
  if (!failed) window.location.reload();
}

function pasted(file, position) {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  return file.name && file.name !== "image.png" ? file : new File([file], `anh-dan-${stamp}-${position + 1}.png`, { type: file.type });
}

if (form) {
  form.querySelector("[data-drop]").hidden = false;
  const camera = form.querySelector("[data-camera]");
  camera.hidden = !window.matchMedia("(pointer: coarse)").matches;
  camera.querySelector("input").addEventListener("change", (event) => sendAll([...event.target.files]));
  form.addEventListener("submit", (event) => {
    if (input.files.length && !form.elements.existing.value) {
      event.preventDefault();
      sendAll([...input.files]);
    }
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("dropping");
  });
  form.addEventListener("dragleave", () => form.classList.remove("dropping"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("dropping");
    if (event.dataTransfer.files.length) sendAll([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (files.length) {
      event.preventDefault();
      sendAll(files.map(pasted));
    }
  });
}
