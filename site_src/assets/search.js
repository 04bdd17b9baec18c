/* Whoever types the whole ID of a factory or product goes straight to its page. Anything else is looked
   for on the page that finds things, and so is everything without this script. */
import { asId, fits, joined } from "./identifiers.js";

const WHOLE = /^(?:[A-Z]{2}|[0-9][0-9A-HJKMNP-TV-Z])[0-9A-HJKMNP-TV-Z]{7}$/;

for (const form of document.querySelectorAll("form[role=search]")) {
  form.addEventListener("submit", (event) => {
    const typed = joined(form.elements.q.value);
    const id = asId(typed);
    if (!WHOLE.test(id) || !fits(id) || !/\d/.test(typed)) return; // Famalicao is a town
    event.preventDefault();
    location.assign(new URL(`../${/^[0-9]/.test(id) ? "P" : "F"}/${id}/`, form.action));
  });
}
