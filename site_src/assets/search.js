/* Whoever types the whole ID of a factory or product goes straight to its page. Anything else is looked
   for on the page that finds things, and so is everything without this script. */
(() => {
  "use strict";
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  const misread = (text) => text.replace(/O/g, "0").replace(/[IL]/g, "1");
  const asId = (text) => {
    const joined = text.replace(/[\s-]/g, "").toUpperCase();
    return /^[A-Z]{2}/.test(joined) ? joined.slice(0, 2) + misread(joined.slice(2)) : misread(joined);
  };
  /* ISO 7064 MOD 37,36, as in identifiers.py */
  const valid = (id) => {
    if (!/^(?:[A-Z]{2}|[0-9][0-9A-HJKMNP-TV-Z])[0-9A-HJKMNP-TV-Z]{7}$/.test(id)) return false;
    let check = 18;
    for (const letter of id) check = ((((check || 36) * 2) % 37) + alphabet.indexOf(letter)) % 36;
    return check === 1;
  };

  for (const form of document.querySelectorAll("form[role=search]")) {
    form.addEventListener("submit", (event) => {
      const id = asId(form.elements.q.value);
      if (!valid(id)) return;
      event.preventDefault();
      location.assign(new URL(`../${/^[0-9]/.test(id) ? "P" : "F"}/${id}/`, form.action));
    });
  }
})();
