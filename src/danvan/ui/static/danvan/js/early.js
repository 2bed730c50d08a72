// Runs before the page is drawn, so that what needs a script does not flicker.
document.documentElement.classList.add("js-enabled");
