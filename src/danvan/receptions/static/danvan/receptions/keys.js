// Keys of the counter: F2 opens what names it, Ctrl+Enter sends the form that asks for it.
document.addEventListener("keydown", (event) => {
  if (event.key === "F2") {
    const target = document.querySelector("[data-key='F2']");
    if (target) {
      event.preventDefault();
      target.click();
    }
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("[data-ctrl-enter]");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
  }
});
