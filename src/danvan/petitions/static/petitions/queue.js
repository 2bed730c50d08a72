// The queue by keyboard and side by side; without this file every link is a page.
// The letters are those of petitions/queue_keys.py.
"use strict";
(() => {
  const WIDE = window.matchMedia("(min-width: 64em)");
  const queue = () => document.querySelector("[data-queue]");
  const pane = () => document.getElementById("pane");
  const rows = () => [...document.querySelectorAll(".dv-split__list [data-row]")];
  const link = (row) => row && row.querySelector("[data-open]");
  const say = (text) => { document.getElementById("said").textContent = text; };
  // The row one stands on, though the focus may be in the petition beside it.
  let current = null;

  const here = () => {
    const focused = document.activeElement.closest?.("[data-row]");
    if (focused) return focused;
    if (current && document.contains(current)) return current;
    return document.querySelector(".dv-queue__row--chosen");
  };
  const beside = (by) => {
    const all = rows();
    const at = all.indexOf(here());
    return all[Math.min(Math.max(at + by, 0), all.length - 1)];
  };
  const stand = (row) => {
    current = row;
    link(row)?.focus();
  };

  const open = (row) => {
    if (!row) return;
    current = row;
    const address = link(row).dataset.open + window.location.search;
    window.htmx.ajax("GET", address, { target: "#pane", swap: "innerHTML", source: pane() });
  };

  // Only wide screens show both; elsewhere the link leads to the case's own page.
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("a[data-open]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.button;
    if (chosen && plain && WIDE.matches && window.htmx) {
      event.preventDefault();
      open(chosen.closest("[data-row]"));
    }
    const help = event.target.closest("a[data-show-keys]");
    if (help && plain) {
      event.preventDefault();
      document.getElementById("keys").showModal();
    }
  });

  // A form that is not in order and a colleague who was first are shown as well.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === pane() && [409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== pane()) return;
    const title = document.getElementById("pane-title");
    const fresh = pane().querySelector("template")?.content.querySelector("[data-row]");
    const stale = fresh && document.getElementById(fresh.id);
    rows().forEach((row) => {
      row.classList.remove("dv-queue__row--chosen");
      link(row).removeAttribute("aria-current");
    });
    if (stale) {
      const copy = document.importNode(fresh, true);
      const picked = stale.querySelector("input[name=id]")?.checked;
      const box = copy.querySelector("input[name=id]");
      if (box) box.checked = Boolean(picked);
      stale.replaceWith(copy);
      current = copy;
    }
    queue()?.classList.add("dv-split--chosen");
    pane().scrollTop = 0;
    const trouble = pane().querySelector(".govuk-error-summary");
    (trouble || title)?.focus();
    say(trouble ? trouble.textContent.trim() : title?.dataset.said || title?.textContent.trim() || "");
  });

  const part = (selector) => pane()?.querySelector(selector);
  const follow = (selector) => { const to = part(selector); to?.click(); return Boolean(to); };
  // Open a step's form: with a choice made already the focus is on its button,
  // else on the first thing to fill in.
  const step = (verb, value) => {
    const panel = part(`details[data-verb="${verb}"]`);
    if (!panel) return false;
    panel.open = true;
    const choice = value && panel.querySelector(`input[type=radio][value="${value}"]`);
    if (choice) choice.checked = true;
    const fields = panel.querySelectorAll("textarea[required], select[name$='-unit'], textarea[name$='-reply']");
    const button = panel.querySelector("form button");
    (fields[0] || button)?.focus();
    panel.scrollIntoView({ block: "nearest" });
    return true;
  };

  const ACTS = {
    j: () => stand(beside(1)),
    k: () => stand(beside(-1)),
    n: () => { const row = beside(1); if (row !== here() || !part("[data-pane]")) open(row); },
    1: () => step("screen", "feedback"),
    2: () => step("screen", "complaint"),
    3: () => follow("[data-key-3]"),
    4: () => step("guide"),
    c: () => step("accept"),
    u: () => step("assign"),
    a: () => step("answer"),
    d: () => { part("[data-key-d]")?.focus(); },
    p: () => {
      const papers = part("details[data-papers]");
      if (!papers) return void follow("[data-key-p]");
      papers.open = true;
      papers.querySelector("a")?.focus();
    },
    x: () => {
      const box = here()?.querySelector("input[name=id]");
      if (!box) return;
      box.checked = !box.checked;
      const label = document.querySelector(`label[for="${box.id}"]`).textContent.trim();
      say(`${box.checked ? "✓" : "✗"} ${label}`);
    },
    "/": () => document.querySelector("[role=search] input[name=q]")?.focus(),
    "?": () => document.getElementById("keys").showModal(),
  };

  const TYPING = "input, select, textarea, [contenteditable]";

  document.addEventListener("keydown", (event) => {
    const shown = queue();
    if (!shown || event.isComposing || document.querySelector("dialog[open]")) return;
    const field = event.target.closest?.(TYPING);
    const form = field?.closest("#pane form");
    // A form is sent from any of its fields: Ctrl and Enter, and Enter from a list.
    const send = event.key === "Enter" && (event.ctrlKey || field?.tagName === "SELECT");
    if (form && send && shown.hasAttribute("data-keys")) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.key === "Escape" && pane()?.contains(event.target)) {
      stand(here());
      return;
    }
    if (!shown.hasAttribute("data-keys") || field) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat && !"jkJK".includes(event.key)) return;
    const act = ACTS[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
