// Examples of the rules in scripts.yml: what each finds (ruleid) and what it lets be (ok).
function show(place, text) {
  // ruleid: scripts-write-text
  place.innerHTML = text;
  // ruleid: scripts-write-text
  place.insertAdjacentHTML("beforeend", text);
  // ok: scripts-write-text
  place.textContent = text;
  // ruleid: scripts-run-no-text
  eval(text);
  // ruleid: scripts-run-no-text
  setTimeout("show()", 1);
  // ok: scripts-run-no-text
  setTimeout(show, 1);
}
