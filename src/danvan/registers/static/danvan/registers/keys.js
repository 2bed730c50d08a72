// Keys of a desk: Enter goes on to the next field, Ctrl+Enter saves. Without this file
// Enter sends the form, as everywhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const form = event.target.closest("form[data-ctrl-enter]");
  if (!form) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const goesOn = event.target.matches("input:not([type=file]), select");
  if (!goesOn || !form.hasAttribute("data-enter-goes-on")) return;
  event.preventDefault();
  const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button")];
  const next = fields[fields.indexOf(event.target) + 1];
  if (!next) return;
  next.focus();
  if (next.select) next.select();
});

// A desk goes on writing: the first field of the book waits for the hand.
const desk = document.querySelector("form[data-enter-goes-on]");
if (desk && !document.querySelector(".govuk-error-summary")) {
  const first = desk.querySelector("[name^='v-']");
  if (first) first.focus();
}
