// Public page of a paper: the file somebody holds is hashed here and compared; it never leaves the browser.
const LARGEST = 200 * 1024 * 1024;
const box = document.querySelector("[data-compare]");
const input = box.querySelector("input");
const verdict = box.querySelector("[data-verdict]");

function say(kind, text) {
  verdict.className = `note text-break ${kind}`;
  verdict.textContent = text;
  verdict.hidden = false;
}

async function checksum(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function compare(file) {
  if (file.size > LARGEST) return say("warning", "Tệp quá lớn để tính mã kiểm tra trong trình duyệt.");
  say("", "Đang tính mã kiểm tra…");
  try {
    const found = await checksum(file);
    if (input.files[0] !== file) return; // another one was chosen meanwhile
    const same = document.querySelector(`[data-sha256="${found}"]`);
    if (same) say("success", `Trùng: đây đúng là tệp ${same.dataset.file} đã ban hành, không bị sửa.`);
    else say("error", `Không trùng với tệp nào đã ban hành. Mã của tệp bạn chọn: ${found}`);
  } catch {
    say("warning", "Không đọc được tệp này.");
  }
}

const chosen = () => input.files[0] && compare(input.files[0]);

if (globalThis.crypto?.subtle) {
  input.disabled = false;
  input.addEventListener("change", chosen);
  chosen(); // a browser that restores the page keeps the file chosen before
} else {
  say("warning", "Trình duyệt chỉ tính được mã kiểm tra khi trang được mở qua https.");
}
