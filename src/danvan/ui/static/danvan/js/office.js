// Wakes the components of both kits on the staff's pages.
import { initAll } from "../built/govuk-frontend.min.js";
import { initAll as initStaff } from "../built/moj-frontend.min.js";

document.body.classList.add("govuk-frontend-supported");
initAll();
initStaff();

// Signing out clears this browser: lines of books that still wait there would be lost.
for (const form of document.querySelectorAll("[data-sign-out]")) {
  form.addEventListener("submit", (event) => {
    const waits = Object.keys(localStorage).some((name) => name.startsWith("danvan.kept."));
    if (waits && !window.confirm(form.dataset.signOut)) event.preventDefault();
  });
}
