// Printing, and the way from finding to finding by J and K. The keys act only
// while the focus is in the list (WCAG 2.1.4); without script all links stay.
"use strict";
(() => {
  document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
  const panel = document.querySelector("[data-findings]");
  const findings = panel ? [...panel.querySelectorAll(".dv-finding")] : [];
  const step = { j: 1, k: -1 };
  panel?.addEventListener("keydown", (event) => {
    const by = step[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    const shown = findings.filter((finding) => finding.offsetParent !== null);
    const at = shown.indexOf(document.activeElement.closest(".dv-finding"));
    const next = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
    next?.focus();
    event.preventDefault();
  });
  // A finding inside the closed list of what adds up is shown when one asks for it.
  const open = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const closed = target && target.closest("details");
    if (closed) { closed.open = true; target.scrollIntoView(); }
    if (target && target.classList.contains("dv-finding")) target.focus();
  };
  window.addEventListener("hashchange", open);
  open();
})();
