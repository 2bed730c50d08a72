// Small helps for every page; without this file all pages still work.
(function () {
  "use strict";

  // The summary of errors gets the focus, and its links lead into the field.
  var summary = document.querySelector(".govuk-error-summary");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", function (event) {
      var link = event.target.closest("a[href^='#']");
      var field = link && document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      var group = field.closest("fieldset") || field.closest(".govuk-form-group");
      (group || field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }

  // A second press on the same button within a second is a tremor, not a wish.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    var now = Date.now();
    if (now - Number(form.dataset.sentAt || 0) < 1000) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = String(now);
  });

  // Three times Escape is the same way out for hands on the keyboard.
  var escapes = [];
  document.addEventListener("keydown", function (event) {
    var exit = document.querySelector("[data-quick-exit]");
    if (!exit || event.key !== "Escape") return;
    escapes = escapes.concat(Date.now()).slice(-3);
    if (escapes.length === 3 && escapes[2] - escapes[0] < 2000) exit.click();
  });

  document.addEventListener("click", function (event) {
    var printer = event.target.closest("[data-print]");
    if (printer) window.print();
    // Leave at once and leave no way back in the history.
    var exit = event.target.closest("[data-quick-exit]");
    if (exit) {
      event.preventDefault();
      document.body.hidden = true;
      window.location.replace(exit.href);
    }
  });
})();
