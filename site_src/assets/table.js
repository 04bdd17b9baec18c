/* Sorting and filtering of the table of factories. The rows are in the page already; without this
   script they stay a plain list. What is chosen is kept in the address, so that it can be sent on. */
(() => {
  "use strict";
  const table = document.getElementById("factories");
  if (!table) return;
  const body = table.tBodies[0];
  const form = document.getElementById("filters");
  const count = document.getElementById("count");
  const reset = document.getElementById("reset");
  const pages = document.getElementById("pages");
  const { locale } = document.documentElement.dataset;
  const collator = new Intl.Collator(locale, { numeric: true });
  const number = new Intl.NumberFormat(locale);
  const category = new Intl.PluralRules(locale);
  const forms = count && JSON.parse(count.dataset.forms);
  const factories = (n) => (forms[category.select(n)] ?? forms.other).replace("%(n)s", number.format(n));
  const headers = [...table.tHead.rows[0].cells];
  const chosen = new URLSearchParams(location.search);
  let untouched = count && count.textContent;
  let unread = Boolean(pages && count);
  let loading = null;
  let failed = false;

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  /* An ID as people type it: spaces and hyphens go, and letters that are digits become digits. */
  const asId = (text) => {
    const joined = text.replace(/[\s-]/g, "").toUpperCase();
    return joined.slice(0, 2) + joined.slice(2).replace(/O/g, "0").replace(/[IL]/g, "1");
  };
  const audited = (row) => row.querySelector("time")?.dateTime ?? "";

  const monthsBefore = (day, months) => {
    const [year, month, date] = day.split("-").map(Number);
    const total = year * 12 + month - 1 - months;
    const pad = (n) => String(n).padStart(2, "0");
    return `${Math.floor(total / 12)}-${pad((total % 12) + 1)}-${pad(date)}`;
  };

  const auditFits = (row, wanted, asOf) => {
    const day = audited(row);
    if (wanted === "none") return !day;
    if (!day) return false;
    if (wanted === "older") return day <= monthsBefore(asOf, 24);
    return day > monthsBefore(asOf, Number(wanted));
  };

  const fits = (row) => {
    const { c, t, m, id } = row.dataset;
    const want = (name) => chosen.get(name);
    if (want("country") && c !== want("country")) return false;
    if (want("type") && t !== want("type")) return false;
    if (want("member") && !m.split(" ").includes(want("member"))) return false;
    if (want("audit") && !auditFits(row, want("audit"), form.audit.dataset.asOf)) return false;
    if (!want("q")) return true;
    row.plain ??= plain(row.textContent);
    return id.includes(asId(want("q"))) || plain(want("q")).split(/\s+/).every((word) => row.plain.includes(word));
  };

  const value = (row, column, kind) =>
    kind === "date" ? audited(row) : row.cells[column].querySelector(".no") ? "" : row.cells[column].textContent;

  /* One by one: a long list would be too many arguments for one call. */
  const put = (rows) => {
    const all = document.createDocumentFragment();
    for (const row of rows) all.append(row);
    body.append(all);
  };

  const sort = () => {
    const [column, direction] = (chosen.get("sort") ?? "").split(" ");
    if (!headers[column]) return;
    const down = direction === "down" ? -1 : 1;
    const kind = headers[column].dataset.sort;
    const keyed = [...body.rows].map((row) => [value(row, column, kind), row]);
    /* what has no value comes last, whichever way */
    keyed.sort(([a], [b]) => (a === "") - (b === "") || down * collator.compare(a, b));
    put(keyed.map(([, row]) => row));
    headers.forEach((header) => header.removeAttribute("aria-sort"));
    headers[column].setAttribute("aria-sort", down < 0 ? "descending" : "ascending");
  };

  const narrowed = () => ["q", "country", "member", "type", "audit"].some((name) => chosen.get(name));

  const filter = () => {
    if (!form) return;
    let shown = 0;
    for (const row of body.rows) {
      row.hidden = !fits(row);
      shown += !row.hidden;
    }
    const text = shown ? factories(shown) : count.dataset.none;
    const said = narrowed() ? text : untouched;
    count.textContent = failed ? `${said} · ${count.dataset.failed}` : said;
    reset.hidden = !narrowed();
  };

  /* The other pages of the list are read when they are first needed, a few at a time. */
  const rest = async () => {
    count.textContent = count.dataset.loading;
    const first = new URL(pages.dataset.first, location.href);
    const own = Number(pages.dataset.number);
    const last = Number(pages.dataset.count);
    const rows = { [own]: [...body.rows] };
    const read = async (number) => {
      const answer = await fetch(number === 1 ? first : new URL(`${number}/`, first));
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      rows[number] = [...page.querySelectorAll("#factories tbody tr")];
      for (const row of rows[number]) {
        for (const a of row.querySelectorAll("a")) a.href = new URL(a.getAttribute("href"), answer.url).href;
      }
    };
    let taken = 0;
    const reader = async () => {
      while (taken < last) {
        taken += 1;
        if (taken !== own) await read(taken);
      }
    };
    await Promise.all([reader(), reader(), reader(), reader()]);
    for (let page = 1; page <= last; page += 1) put(rows[page]);
    pages.hidden = true;
    unread = false;
    untouched = factories(body.rows.length);
  };

  const apply = async () => {
    const query = chosen.toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    if (unread && (narrowed() || chosen.get("sort"))) {
      loading ??= rest().then(
        () => (failed = false),
        () => {
          failed = true;
          loading = null;
        },
      );
      await loading;
    }
    sort();
    filter();
  };

  headers.forEach((header, column) => {
    if (!header.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const up = header.getAttribute("aria-sort") !== "ascending";
      chosen.set("sort", `${column} ${up ? "up" : "down"}`);
      apply();
    });
  });

  if (form) {
    form.hidden = false;
    for (const field of form.elements) {
      if (field.name && chosen.get(field.name)) field.value = chosen.get(field.name);
    }
    const changed = (event) => {
      if (event.target.value) chosen.set(event.target.name, event.target.value);
      else chosen.delete(event.target.name);
      apply();
    };
    form.addEventListener("input", changed);
    form.addEventListener("submit", (event) => event.preventDefault());
    reset.addEventListener("click", () => {
      form.reset();
      for (const name of ["q", "country", "member", "type", "audit"]) chosen.delete(name);
      apply();
      form.q.focus();
    });
  }
  if (chosen.size !== 0 || location.search) apply();
})();
