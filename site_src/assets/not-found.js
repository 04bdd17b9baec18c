/* An address that there is not may still say what it is about: a GS1 Digital Link with a lot or a serial
   number, a number without its zeros, an ID in small letters. This reads it and leads on. */
import { asId, joined } from "./identifiers.js";

(() => {
  const box = document.getElementById("meant");
  if (!box) return;
  const said = box.dataset;
  const home = said.home;
  const parts = location.pathname.slice(home.length).split("/").filter(Boolean).map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  const say = (message, value) => message.replace(/%\(\w+\)s/, () => value);

  /* What is known, in one paragraph, and where that leads. */
  const show = (sentences, words, address) => {
    if (sentences.length) {
      const text = document.createElement("p");
      text.className = "lead";
      text.textContent = sentences.join(" ");
      box.append(text);
    }
    document.getElementById("unsure").hidden = true;
    if (!address) return;
    const line = document.createElement("p");
    const link = document.createElement("a");
    line.className = "actions";
    link.className = "button";
    link.textContent = words;
    link.href = address;
    line.append(link);
    box.append(line);
  };
  /* weights 3 and 1 from the right, the check digit included with 1 */
  const fits = (digits) =>
    [...digits].reverse().reduce((sum, digit, place) => sum + digit * (place % 2 ? 3 : 1), 0) % 10 === 0;
  const isThere = (address) =>
    fetch(address, { method: "HEAD" }).then((answer) => answer.ok, () => true);

  const number = (at, digits, whole, about, go) => {
    if (!fits(digits)) return show([say(said.wrong, parts[at + 1])]);
    const sentences = [say(about, digits)];
    const address = `${home}${whole}/${digits}/`;
    for (let place = at + 2; whole === "01" && place + 1 < parts.length; place += 2) {
      const told = { 10: said.lot, 21: said.serial }[parts[place]];
      if (told) sentences.push(say(told, parts[place + 1]));
    }
    if (location.pathname === address) return show([...sentences, said.unknown]);
    return isThere(address).then((there) => {
      if (!there) return show([...sentences, said.unknown]);
      if (sentences.length > 1) sentences.push(said.one);
      return show(sentences, go, address);
    });
  };

  const at = parts.findIndex((part) => /^(01|gtin|414|gln)$/i.test(part));
  const kind = (parts[at] ?? "").toLowerCase();
  const digits = parts[at + 1] ?? "";
  if (["01", "gtin"].includes(kind) && /^([0-9]{8}|[0-9]{12,14})$/.test(digits)) {
    return number(at, digits.padStart(14, "0"), "01", said.product, said.goProduct);
  }
  if (["414", "gln"].includes(kind) && /^[0-9]{13}$/.test(digits)) {
    return number(at, digits, "414", said.factory, said.goFactory);
  }
  /* after the code of a language, or at the root */
  const first = parts.findIndex((part) => /^[fp]$/i.test(part));
  if (first < 0 || first > 1 || !/^[0-9a-z]{9}$/i.test(parts[first + 1] ?? "")) return;
  const read = `${parts[first].toUpperCase()}/${asId(joined(parts[first + 1]))}`;
  const before = first ? `${parts[0]}/` : "";
  const address = `${home}${before}${read}/`;
  if (location.pathname === address) return;
  const capitals = parts.length === first + 2 && `${parts[first]}/${parts[first + 1]}`.toUpperCase() === read;
  isThere(address).then((there) => {
    if (there) show(capitals ? [said.capitals] : [], said.goPage, address);
  });
})();
