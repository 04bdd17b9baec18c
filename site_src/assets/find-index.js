/* Reading the index that `render/search` makes: small files, of which a query reads a few. */
import { asId, BASE, fits, joined, misread, ofFactory } from "./identifiers.js";

const WORDS = 12; // of a query, at most
const NEAR = 6; // files that the words beginning with what was typed may lie in
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE = new Map([...DIGITS].map((digit, value) => [digit.charCodeAt(0), value]));

/* the numbers in a text, see postings.py */
export const numbers = (text) => {
  const found = [];
  let value = 0;
  let place = 1;
  for (let at = 0; at < text.length; at += 1) {
    const digit = VALUE.get(text.charCodeAt(at));
    value += (digit % 32) * place;
    place *= 32;
    if (digit < 32) {
      found.push(value);
      value = 0;
      place = 1;
    }
  }
  return found;
};

/* the entries of a list */
export const listed = (text) => {
  const found = [];
  let last = -1;
  let run = false;
  for (const number of numbers(text)) {
    if (run) {
      for (let n = 0; n < number; n += 1) found.push((last += 1));
      run = false;
    } else if (number === 0) run = true;
    else found.push((last += number));
  }
  return found;
};

/* How a text is taken apart into words, as words.py does for the index. */
export const reading = ({ same, accents, digits, pairs, passed }) => {
  const unread = new RegExp(`[${accents}]`, "gu");
  const letters = new RegExp(`[${Object.keys(same).join("")}]`, "gu");
  const zeros = [...digits].map((zero) => zero.codePointAt(0));
  const figures = new RegExp(`[${zeros.map((z) => `\\u{${z.toString(16)}}-\\u{${(z + 9).toString(16)}}`).join("")}]`, "gu");
  const runs = new RegExp(`[${pairs}]+`, "gu");
  const passedWords = new Set(passed);
  const passedRuns = new RegExp(passed.filter((word) => !/^[a-z]/.test(word)).join("|"), "gu");
  const figure = (character) => {
    const point = character.codePointAt(0);
    return String(point - zeros.find((zero) => zero <= point && point < zero + 10));
  };
  const parts = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(unread, "")
      .replace(letters, (letter) => same[letter])
      .replace(figures, figure)
      .normalize("NFC")
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

  /* A.B. is ab, as in names; a run of characters without spaces becomes pairs of them. */
  const asked = (text, passing) => {
    const found = [];
    let singles = "";
    const join = () => {
      if (singles && !(passing && singles.length > 1 && passedWords.has(singles))) found.push([singles, true]);
      singles = "";
    };
    for (const part of parts(text)) {
      if (/^[a-z]$/.test(part)) {
        singles += part;
        continue;
      }
      join();
      if (passing && passedWords.has(part)) continue;
      const bare = passing ? part.replace(passedRuns, " ") : part;
      let before = 0;
      for (const run of bare.matchAll(runs)) {
        found.push(...bare.slice(before, run.index).split(" ").map((word) => [word, true]));
        const characters = [...run[0]];
        const last = characters.length - 2;
        for (let at = 0; at < last; at += 2) found.push([characters[at] + characters[at + 1], false]);
        if (last >= 0) found.push([characters[last] + characters[last + 1], false]);
        else found.push([characters[0], true]);
        before = run.index + run[0].length;
      }
      found.push(...bare.slice(before).split(" ").map((word) => [word, true]));
    }
    join();
    const each = [...new Map(found.filter(([word]) => word))].map(([word, begins]) => ({ word, begins }));
    while (each.length > WORDS) {
      const pair = each.findLastIndex(({ begins }) => !begins); // the others of its run find nearly the same
      each.splice(pair < 0 ? WORDS : pair, 1);
    }
    return each;
  };
  return {
    folded: (text) => parts(text).join(" "),
    asked: (text) => (asked(text, true).length ? asked(text, true) : asked(text, false)),
    passed: (start) => passed.some((word) => word.startsWith(start)),
  };
};

/* What is looked for where somebody pasted an address of the site, the text beneath a code of GS1, what a
   scanner reads from it, or a number with its name before it. */
const WITHIN = [
  /(?:^|\/)(?:01|gtin|414|gln|F|P)\/([0-9A-Z]+)/i,
  /\((?:01|414)\)([0-9 ]+)/,
  /^\s*01(\d{14})\b/,
  /^\s*(?:GTIN|EAN|UPC|GLN|ID)\b[\s:]*(?=.*\d)(.+)$/i,
];
const within = (typed) => WITHIN.map((form) => form.exec(typed.normalize("NFKC"))?.[1]).find(Boolean) ?? typed;
/* “Mill 5” has a word in it, and is no identifier. */
const wordy = (typed) => typed.split(/\s+/).some((part) => /^\p{L}{4,}$/u.test(part));
const GS1 = /^(\d{8}|\d{12,14})$/;
const AUDIT = /^A[0-9A-Z]{9}$/;
/* What a text may be as an identifier, and whether it is likely to be one. */
export const codes = (text) => {
  const typed = within(text);
  const all = joined(typed);
  if (all.length < 4) return { all: [], likely: false };
  const found = [all, all.slice(0, 2) + misread(all.slice(2)), misread(all)];
  if (GS1.test(all)) found.push(all.padStart(14, "0"));
  if (/^\d+$/.test(all)) found.push(`0${all}`); // the beginning of the number in a bar code
  const whole = all.length === 9 && found.slice(1).some(fits);
  return { all: [...new Set(found)], likely: whole || (!wordy(typed) && /\d/.test(all)) };
};
const gtinFits = (gtin) => [...gtin].reverse().reduce((sum, n, place) => sum + Number(n) * (place % 2 ? 3 : 1), 0) % 10 === 0;
/* What can be said about an identifier: which of the page's texts, how it is read, and where its page is. */
export const judged = (text, products) => {
  const typed = within(text);
  const all = joined(typed);
  // eight digits are a postcode as well
  if (GS1.test(all) && !gtinFits(all)) return all.length > 8 ? { text: "numberWrong", code: all } : null;
  if (GS1.test(all)) return { text: "numberUnknown", code: all, page: `01/${all.padStart(14, "0")}/` };
  if (wordy(typed) || all.length < 6 || all.length > 11 || AUDIT.test(all)) return null;
  const folder = ofFactory(all) ? "F" : products ? "P" : "";
  const code = asId(all);
  if (!folder || !BASE.test(code.slice(folder === "F" ? 2 : 0))) return null;
  const sound = code.length === 9 && fits(code);
  if (!sound && !/\d/.test(all)) return null;
  if (code.length !== 9) return /^\d+$/.test(all) ? null : { text: "idLength", code };
  return sound ? { text: "idUnknown", code, page: `${folder}/${code}/` } : { text: "idWrong", code };
};

const fetched = async (address, options) => {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.json();
};

/* The index at an address. Files are read when they are first needed, and kept. */
export const open = async (address) => {
  const manifest = await fetched(`${address}index.json`, { cache: "no-cache" });
  const files = new Map();
  const file = (name) => {
    if (!files.has(name)) {
      const read = fetched(`${address}${manifest.folder}/${name}.json`);
      read.catch(() => files.delete(name));
      files.set(name, read);
    }
    return files.get(name);
  };
  const total = manifest.kinds.at(-1)[2];
  const place = (term) => {
    let [low, high] = [0, manifest.terms.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (manifest.terms[middle] <= term) low = middle;
      else high = middle;
    }
    return low;
  };
  const exact = async (term) => {
    if (!manifest.terms.length) return "";
    const terms = await file(`t${place(term)}`);
    return Object.hasOwn(terms, term) ? terms[term] : "";
  };
  /* The terms that begin with a text, with their lists; null where those lie in too many files. */
  const beginning = async (start, most = Infinity) => {
    if (!manifest.terms.length) return [];
    const [first, last] = [place(start), place(`${start}\uffff`)];
    if (last - first >= most) return null;
    const shards = await Promise.all(Array.from({ length: last - first + 1 }, (_, n) => file(`t${first + n}`)));
    return shards.flatMap((terms) => Object.entries(terms).filter(([term]) => term.startsWith(start)));
  };
  const values = async (facet) => {
    const found = await beginning(`@${facet}:`);
    return found.map(([term, list]) => [term.slice(facet.length + 2), list]);
  };
  const entries = async (term) => listed(await exact(term));
  const entriesOf = async (facet) => (await values(facet)).map(([value, list]) => [value, listed(list)]);
  const row = async (number) => (await file(`r${Math.floor(number / manifest.rows)}`))[number % manifest.rows];
  /* where entries are, by their numbers; those without a place are left out */
  const points = async (entries) => {
    const wanted = [...new Set(entries.map((n) => Math.floor(n / manifest.points)))];
    const all = new Map();
    for (const [nth, text] of (await Promise.all(wanted.map((n) => file(`p${n}`)))).entries()) {
      const steps = numbers(text).map((n) => (n % 2 ? -(n + 1) / 2 : n / 2));
      let [entry, latitude, longitude] = [wanted[nth] * manifest.points, 0, 0];
      for (let at = 0; at < steps.length; at += 1, entry += 1) {
        if (!steps[at]) continue;
        latitude += steps[at + 1];
        longitude += steps[at + 2];
        at += 2;
        all.set(entry, [latitude / 10 ** manifest.digits, longitude / 10 ** manifest.digits]);
      }
    }
    return new Map(entries.filter((n) => all.has(n)).map((n) => [n, all.get(n)]));
  };
  return { manifest, total, file, exact, beginning, entries, entriesOf, row, points, words: reading(manifest.words) };
};

/* How well each entry has the words: 0 where one is missing, else the more the better. */
const likeness = async (index, typed) => {
  const asked = index.words.asked(typed);
  const lists = await Promise.all(
    asked.map(async ({ word, begins }) => {
      const more = begins ? await index.beginning(word, NEAR) : null;
      return more ?? [[word, await index.exact(word)]];
    }),
  );
  const marks = new Uint8Array(index.total);
  const missing = [];
  let had = 0;
  asked.forEach(({ word }, nth) => {
    /* “lim” of “limited”, which stands in no list, while it is typed */
    const begun = nth === asked.length - 1 && nth > 0 && index.words.passed(word);
    const best = new Uint8Array(index.total);
    let any = false;
    for (const [term, list] of lists[nth]) {
      list.split(" ").forEach((part, field) => {
        const mark = (field ? 1 : 3) + (term === word ? 1 : 0);
        for (const entry of listed(part)) {
          any = true;
          if (best[entry] < mark) best[entry] = mark;
        }
      });
    }
    if (!any) {
      if (!begun) missing.push(word);
      return;
    }
    for (let entry = 0; entry < index.total; entry += 1) {
      const fits = (best[entry] || begun) && (had === 0 || marks[entry]);
      marks[entry] = fits ? Math.min(marks[entry] + best[entry], 254) : 0;
    }
    had += 1;
  });
  const without = had && missing.length ? asked.map(({ word }) => word).filter((word) => !missing.includes(word)) : [];
  if (missing.length || !asked.length) marks.fill(0);
  const { all, likely } = codes(typed);
  if (likely || !marks.some(Boolean)) {
    for (const code of all) {
      const found = (await index.beginning(`#${code}`, NEAR)) ?? [["", await index.exact(`#${code}`)]];
      for (const entry of found.flatMap(([, list]) => listed(list))) marks[entry] = 255;
    }
  }
  return { marks, missing, without };
};

/* What a state of the address finds: entries of each kind, best first, and counts of a filter's values. */
export const search = async (index, { q, filters }) => {
  const { marks, missing, without } = q.trim()
    ? await likeness(index, q)
    : { marks: new Uint8Array(index.total).fill(1), missing: [], without: [] };
  const held = new Uint16Array(index.total);
  const chosen = Object.entries(filters).filter(([, wanted]) => wanted.length);
  await Promise.all(
    chosen.map(async ([facet, wanted], bit) => {
      const found = await Promise.all(wanted.map((value) => index.entries(`@${facet}:${value}`)));
      for (const entry of found.flat()) held[entry] |= 1 << bit;
    }),
  );
  const full = (1 << chosen.length) - 1;
  const kinds = index.manifest.kinds.map(([name, start, end]) => {
    const found = [];
    for (let entry = start; entry < end; entry += 1) if (marks[entry] && held[entry] === full) found.push(entry);
    found.sort((one, other) => marks[other] - marks[one] || one - other);
    const any = marks.subarray(start, end).some(Boolean); // whatever the filters leave out
    return { name, start, end, found, any, best: found.length ? marks[found[0]] : 0 };
  });
  const counts = async (facet, { start, end }) => {
    const bit = chosen.findIndex(([name]) => name === facet);
    const open = bit < 0 ? 0 : 1 << bit;
    const counted = new Map();
    for (const [value, entries] of await index.entriesOf(facet)) {
      const inside = entries.filter((n) => n >= start && n < end && marks[n] && (held[n] | open) === full);
      counted.set(value, inside.length);
    }
    return counted;
  };
  return { kinds, counts, missing, without, any: marks.some(Boolean) };
};
