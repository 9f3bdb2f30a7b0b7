// The page «Dán từ Word»: what is pasted into its field keeps headings, numbering, bold and italic.
const field = document.querySelector("[data-paste]");

field?.addEventListener("paste", (event) => {
  const html = event.clipboardData.getData("text/html");
  if (!html || field.value.trim()) return;
  const found = /<!--\s*StartFragment\s*-->([\s\S]*)<!--\s*EndFragment\s*-->/.exec(html);
  field.form.elements.html.value = found ? found[1] : html;
});

// Typing changes the text: then the text is what counts.
field?.addEventListener("input", (event) => {
  if (event.inputType !== "insertFromPaste") field.form.elements.html.value = "";
});
