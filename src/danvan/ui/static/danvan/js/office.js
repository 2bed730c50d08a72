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

// A text to be sent elsewhere is copied whole; without a script it is marked and copied.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      document.execCommand("copy");
    }
    document.getElementById("copied").textContent = button.dataset.copied;
    button.textContent = button.dataset.copied;
  });
}
