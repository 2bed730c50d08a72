// The compiler's page by keyboard: K says “nothing” of the line one stands on and goes
// on to the next one. Without this file each line has a button for it.
"use strict";
(() => {
  let next = null;

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest("[data-row]");
    const button = row && row.querySelector("[data-nothing]");
    // Words may have a k in them; a number has none.
    const typing = event.target.matches("textarea, input:not([inputmode='decimal'])");
    if (!button || typing) return;
    event.preventDefault();
    const rows = [...document.querySelectorAll("[data-row]:has([data-nothing])")];
    const after = rows[rows.indexOf(row) + 1];
    next = after ? after.id : null;
    button.click();
  });

  // The whole sheet is drawn anew; what was open stays open and the focus goes on.
  document.addEventListener("htmx:beforeSwap", (event) => {
    // What is wrong with a number is said on the page that comes back.
    if (event.detail.xhr.status === 400) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
    const folded = document.getElementById("empty");
    if (folded) document.body.dataset.emptyOpen = folded.open ? "yes" : "";
  });
  const goOn = () => {
    const folded = document.getElementById("empty");
    if (folded && document.body.dataset.emptyOpen) folded.open = true;
    const row = next && document.getElementById(next);
    const field = row && row.querySelector("input[inputmode='decimal'], [data-nothing]");
    if (!field) return;
    field.focus();
    if (document.activeElement === field) next = null;
  };
  document.addEventListener("htmx:afterSwap", goOn);
  document.addEventListener("htmx:afterSettle", goOn);
})();
