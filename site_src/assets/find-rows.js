/* What is said of each thing that was found, as an entry of a list and as a row of a table. A row of the
   index is what entry.py says, in that order. */

/* what is not shown, and why: each reason has its own sign */
const SIGNS = {
  "no-audit": "no no-audit",
  "no-consent": "no no-agreed",
  "no-factory": "quiet",
  "not-known": "no no-known",
  "not-disclosed": "no no-agreed",
  "one-of": "mark place-one-of",
  country: "mark place-country",
};

export const make = (name, content, classes) => {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (content !== undefined) made.append(...[content].flat());
  return made;
};
export const bdi = (text, lang) => {
  const made = make("bdi", text);
  if (lang) made.lang = lang;
  return made;
};

export const speaking = (said, { home }) => {
  const { locale } = document.documentElement.dataset;
  const number = new Intl.NumberFormat(locale);
  const plural = new Intl.PluralRules(locale);
  const months = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  const [reader] = document.documentElement.lang.split("-");
  const counted = (forms, n) => (forms[plural.select(n)] ?? forms.other).replace("%(n)s", number.format(n));

  const country = (code) => said.countries[code] ?? code;
  const countries = (codes) => codes.split(" ").filter(Boolean).map(country).join(said.comma);
  /* the name in the language of its place comes first for whoever reads that */
  const reads = ([, , , , , , native, lang]) => Boolean(native) && lang?.split("-")[0] === reader;
  const names = (row) => {
    const own = row[1] ? bdi(row[1], row[6] ? "" : row[7]) : make("bdi", country(row[3]));
    if (!row[6]) return [own];
    const native = bdi(row[6], row[7]);
    return reads(row) ? [native, own] : [own, native];
  };
  const name = (row) => names(row)[0].textContent;
  const gap = (code, texts = said.gaps) => (code && texts[code] ? make("span", texts[code], SIGNS[code]) : null);
  const checked = (day) => {
    if (!day || gap(day)) return day ? [gap(day)] : [];
    const made = make("time", months.format(new Date(`${day}T00:00:00Z`)));
    made.dateTime = day;
    return [made];
  };
  /* where a product was made, or what is known of that */
  const madeIn = (row) => [countries(row[3]), gap(row[11], said.known)].filter(Boolean).flatMap((part, nth) => (nth ? [" ", part] : [part]));
  const isProduct = (row) => row[10] !== undefined;
  const head = (row) => {
    const [first, second] = names(row);
    const link = make("a", first);
    link.href = home + row[0];
    const state = row[8] ? [" ", make("span", said.states[row[8]] ?? row[8], "tag")] : [];
    const below = second ?? (isProduct(row) && row[5] && bdi(row[5]));
    return [link, ...state, ...(below ? [make("span", below, "native")] : [])];
  };
  const where = (row) => {
    const about = gap(row[2]) ?? (row[2] && bdi(row[2]));
    const parts = [about, !isProduct(row) && row[1] && row[3] && country(row[3])].filter(Boolean);
    return parts.flatMap((part, nth) => (nth ? [said.comma, part] : [part]));
  };
  const labelled = (label, content) => make("span", [make("span", `${label} `, "quiet"), ...content], "fact");
  const id = (row) => /^[FP]\/([^/]+)\/$/.exec(row[0])?.[1] ?? "";

  /* An entry of a list; `columns` are those of a table of such things, whose heads say what is what. */
  const item = (row, columns) => {
    const heads = Object.fromEntries(columns);
    const facts = make("p", "", "facts-line");
    if (isProduct(row)) facts.append(labelled(said.stages[row[10]] ?? row[10], madeIn(row)));
    if (row[4]) facts.append(labelled(heads.checked, checked(row[4])));
    if (heads.count) facts.append(counted(said.counts.factory, row[9] || 0));
    const entry = make("li", [make("p", head(row), "who"), make("p", where(row), "where"), facts]);
    if (id(row)) entry.append(make("p", id(row), "id"));
    return entry;
  };

  const CELLS = {
    about: (row) => [gap(row[2]) ?? bdi(row[2] ?? "")],
    country: (row) => (row[1] && row[3] ? [country(row[3])] : []),
    type: (row) => [gap(row[5]) ?? said.types[row[5]] ?? row[5] ?? ""],
    made: (row, label) => [said.stages[row[10]] === label ? "" : `${said.stages[row[10]] ?? row[10]} `, ...madeIn(row)],
    checked: (row) => checked(row[4]),
    count: (row) => [number.format(row[9] || 0)],
  };
  const tableRow = (row, columns) => {
    const first = make("th", head(row));
    first.scope = "row";
    const cells = columns.slice(1).map(([key, label]) => {
      const cell = make("td", CELLS[key](row, label), key === "count" ? "num" : "");
      const stands = key === "country" || (key === "about" && !cell.querySelector(".no"));
      const told = key === "type" && !cell.querySelector(".no");
      if (!stands && !told) cell.dataset.l = label;
      return cell;
    });
    return make("tr", [first, ...cells]);
  };

  const list = (columns) => {
    const all = make("ol", [], "hits");
    return { made: all, add: (row) => all.append(item(row, columns)) };
  };
  const table = (columns) => {
    const classes = columns.length > 4 ? "entries anywhere" : "entries";
    const all = make("table", [make("caption", said.results, "sr")], classes);
    const heads = columns.map(([key, label]) => Object.assign(make("th", label, key === "count" ? "num" : ""), { scope: "col" }));
    const body = make("tbody");
    all.append(make("thead", make("tr", heads)), body);
    return { made: all, add: (row) => body.append(tableRow(row, columns)) };
  };
  return { number, counted, country, name, where, list, table };
};
