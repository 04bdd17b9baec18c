/* Whoever types a factory's whole ID goes straight to its page. Anything else is looked for in the
   list, and so is everything without this script. */
(() => {
  "use strict";
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  const asId = (text) => {
    const joined = text.replace(/[\s-]/g, "").toUpperCase();
    return joined.slice(0, 2) + joined.slice(2).replace(/O/g, "0").replace(/[IL]/g, "1");
  };
  /* ISO 7064 MOD 37,36, as in identifiers.py */
  const valid = (id) => {
    if (!/^[A-Z]{2}[0-9A-HJKMNP-TV-Z]{7}$/.test(id)) return false;
    let check = 18;
    for (const letter of id) check = ((((check || 36) * 2) % 37) + alphabet.indexOf(letter)) % 36;
    return check === 1;
  };

  for (const form of document.querySelectorAll("form[role=search]")) {
    form.addEventListener("submit", (event) => {
      const id = asId(form.elements.q.value);
      if (!valid(id)) return;
      event.preventDefault();
      location.assign(new URL(`../F/${id}/`, form.action));
    });
  }
})();
