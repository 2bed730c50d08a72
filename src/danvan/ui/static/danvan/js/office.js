// Wakes the components of both kits on the staff's pages.
import { initAll } from "../built/govuk-frontend.min.js";
import { initAll as initStaff } from "../built/moj-frontend.min.js";

document.body.classList.add("govuk-frontend-supported");
initAll();
initStaff();
