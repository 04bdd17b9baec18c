/* Looking up a certificate's number or the words of a claim. All that it finds stands in the lists of
   the page as well; what was typed is kept in the address, so that the answer can be sent on. */
(() => {
  "use strict";
  const form = document.getElementById("check");
  const answer = document.getElementById("answer");
  if (!form || !answer) return;
  const told = form.dataset;
  const { locale } = document.documentElement.dataset;
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const number = new Intl.NumberFormat(locale);
  const MOST = 20;
  const read = new Map();

  /* as key_of and file_of in certificates.py */
  const keyOf = (text) => [...text.normalize("NFKC").toUpperCase()].filter((c) => /[\p{L}\p{N}]/u.test(c)).join("");
  const fileOf = (key) => {
    let value = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(key)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
    return value % Number(told.files);
  };
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const load = async (name) => {
    if (!read.has(name)) {
      const response = await fetch(`${told.find}${name}.json`);
      if (!response.ok) throw new Error(response.statusText);
      read.set(name, await response.json());
    }
    return read.get(name);
  };

  const element = (name, text, classes) => {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    if (text) made.textContent = text;
    return made;
  };
  const link = (href, text) => {
    const made = element("a");
    made.href = href;
    made.append(element("bdi", text));
    return made;
  };
  /* a sentence with things of the page in its gaps */
  const fill = (sentence, gaps) =>
    sentence.split(/%\((\w+)\)s/).map((part, place) => (place % 2 ? (gaps[part] ?? "") : part));
  const day = (text) => (text ? dates.format(new Date(`${text}T00:00:00Z`)) : "");

  const certificate = ([shown, standard, id, factory, issuer, state, from, until, page]) => {
    const entry = element("article", "", "entry");
    const head = element("h3");
    head.append(element("bdi", shown), " · ", element("bdi", standard));
    const kind = state === "not-yet" ? "notYet" : state === "valid" && !until ? "endless" : state;
    const says = element("p", "", `mark mark-${state}`);
    const gaps = { until: day(until), from: day(from), factory: link(`${told.home}F/${id}/#certificates`, factory) };
    says.append(...fill(told[kind], gaps));
    const where = element("p");
    where.append(...fill(told.issued, { issuer: element("bdi", issuer) }), " ");
    let host = "";
    try {
      const address = new URL(page);
      if (/^https?:$/.test(address.protocol)) host = address.hostname;
    } catch {
      /* no address */
    }
    if (host) {
      const out = link(page, "");
      out.rel = "nofollow noopener";
      out.replaceChildren(...fill(told.look, { host: element("bdi", host) }));
      where.append(out);
    } else where.append(told.nowhere);
    entry.append(head, says, where);
    return entry;
  };

  const claim = ([statement, supported, expired, without, page, anchor]) => {
    const entry = element("article", "", "entry");
    const head = element("h3");
    const place = `${told.home}certificates/claims/${page > 1 ? `${page}/` : ""}#${anchor}`;
    head.append(link(place, statement));
    const says = element("p");
    const counts = { supported, expired, "without-evidence": without };
    for (const [code, count] of Object.entries(counts)) {
      if (!count) continue;
      const word = form.getAttribute(`data-support-${code}`);
      says.append(element("span", `${word}: ${number.format(count)}`, `mark mark-${code}`), " ");
    }
    entry.append(head, says);
    return entry;
  };

  const answers = async (typed) => {
    const key = keyOf(typed);
    if (key.length < 3) return [element("p", told.short)];
    const found = await load(fileOf(key));
    const entries = (Object.hasOwn(found, key) ? found[key] : []).map(certificate);
    const words = plain(typed).split(/\s+/).filter(Boolean);
    const claims = (await load("claims")).filter(([statement]) => {
      const text = plain(statement);
      return words.every((word) => text.includes(word));
    });
    entries.push(...claims.slice(0, MOST).map(claim));
    if (claims.length > MOST) entries.push(element("p", told.many));
    return entries.length ? entries : [element("p", told.unknown, "flag")];
  };

  let asked = 0;
  const look = async () => {
    const mine = (asked += 1);
    const typed = form.elements.q.value;
    history.replaceState(null, "", typed ? `?${new URLSearchParams({ q: typed })}` : location.pathname);
    const said = typed ? await answers(typed).catch(() => [element("p", told.failed, "flag")]) : [];
    if (mine === asked) answer.replaceChildren(...said);
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  form.elements.q.value = new URLSearchParams(location.search).get("q") ?? "";
  if (form.elements.q.value) look();
})();
