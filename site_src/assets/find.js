/* The page that finds things. What is asked for stands in the address; all that is said comes from the
   page, in its language. */

const PAGE = 25;

const page = (form, { judged, open, search }, { bdi, make, speaking }) => {
  const said = JSON.parse(document.getElementById("find-texts").textContent);
  const told = form.dataset;
  const at = (id) => document.getElementById(id);
  const { number, counted, country, name, where, list, table } = speaking(said, told);
  const facets = [...document.querySelectorAll("[data-facet]")];
  const names = [...facets.map((facet) => facet.dataset.facet), "place"];
  const title = document.title;
  let index = null;
  let asked = 0;
  let shown = PAGE;
  let answer = null;

  /* a sentence with things of the page in its gaps */
  const fill = (sentence, gaps) =>
    sentence.split(/%\((\w+)\)s/).map((part, nth) => (nth % 2 ? (gaps[part] ?? "") : part));
  const button = (content, act, classes) => {
    const made = make("button", content, classes);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };

  const state = () => {
    const address = new URLSearchParams(location.search);
    const filters = Object.fromEntries(names.map((name) => [name, [...new Set(address.getAll(name).filter(Boolean))]]));
    const view = address.get("view");
    return { q: address.get("q") ?? "", filters, kind: address.get("kind") ?? "", view: ["table", "map"].includes(view) ? view : "list" };
  };
  /* Writing the address and answering it; what is typed replaces the step before. */
  const go = (change, replacing) => {
    clearTimeout(typing);
    const next = { ...state(), q: at("q").value.trim(), ...change };
    const address = new URLSearchParams();
    if (next.q) address.set("q", next.q);
    for (const name of names) for (const value of next.filters[name]) address.append(name, value);
    if (next.kind) address.set("kind", next.kind);
    if (next.view !== "list") address.set("view", next.view);
    const query = address.toString();
    const target = query ? `?${query}` : location.pathname;
    if (replacing || target === (location.search || location.pathname)) history.replaceState(null, "", target);
    else history.pushState(null, "", target);
    shown = PAGE;
    respond();
  };

  const places = new Map();
  const label = (facet, value) => {
    const input = document.querySelector(`[data-facet="${facet}"] input[value="${CSS.escape(value)}"]`);
    return input?.parentElement.querySelector("bdi").textContent ?? places.get(value) ?? value;
  };
  /* A place is called what its own entry is called. */
  const learn = async (values) => {
    const [, start, end] = index.manifest.kinds.find(([kind]) => kind === "place");
    for (const value of values.filter((each) => !places.has(each))) {
      const own = (await index.entries(`@place:${value}`)).find((entry) => entry >= start && entry < end);
      if (own !== undefined) places.set(value, name(await index.row(own)));
    }
  };

  /* Why there may be nothing, and what to try. */
  const help = (now, result) => {
    const lines = [];
    const products = index.manifest.kinds.some(([kind, start, end]) => kind === "product" && end > start);
    const judgement = result.any ? null : judged(now.q, products);
    if (judgement) {
      const { text, code, page } = judgement;
      const its = make("a", said.itsPage);
      if (page) its.href = told.home + page;
      lines.push(fill(said[text], { id: make("b", code, "id"), n: number.format(code.length), page: its }));
    }
    if (result.missing.length && !(judgement && /\p{Nd}/u.test(now.q))) {
      const words = result.missing.flatMap((word, nth) => [nth ? said.comma : "", make("b", bdi(word))]);
      lines.push(fill(said.missing, { words: make("span", words) }));
      if (result.without.length) {
        const fewer = result.without.join(" ");
        lines.push(button(fill(said.without, { words: bdi(fewer) }), () => only(fewer), "button plain"));
      }
    } else if (now.q.trim() && !judgement && !result.any) lines.push([said.nothing]);
    if (result.any && names.some((name) => now.filters[name].length)) {
      lines.push([said.narrowed], button(said.clear, clear, "button plain"));
    }
    lines.push([said.mayBe]);
    return make("div", lines.map((line) => (line instanceof Element ? line : make("p", line))), "flag");
  };
  const only = (fewer) => {
    at("q").value = fewer;
    go({});
    at("q").focus();
  };
  const clear = () => {
    go({ filters: Object.fromEntries(names.map((each) => [each, []])) });
    at("q").focus();
  };

  const chips = (now) => {
    const all = names.flatMap((facet) => now.filters[facet].map((value) => [facet, value]));
    const made = all.map(([facet, value]) => {
      const less = { ...now.filters, [facet]: now.filters[facet].filter((each) => each !== value) };
      const without = button([bdi(label(facet, value)), make("span", " ×")], () => go({ filters: less }));
      without.setAttribute("aria-label", said.remove.replace("%(what)s", () => label(facet, value)));
      return make("li", without);
    });
    if (all.length > 1) made.push(make("li", button(said.clear, clear, "all")));
    const here = at("chips").contains(document.activeElement);
    at("chips").replaceChildren(...made);
    if (here) (at("chips").querySelector("button") ?? at("q")).focus();
    at("chosen").textContent = all.length ? number.format(all.length) : "";
  };

  /* Which of the radio buttons is on, and how many each would show. */
  const switches = (now, kinds, kind) => {
    for (const input of form.elements.kind) {
      const has = kinds.find((each) => each.name === input.value)?.found.length ?? 0;
      input.checked = input.value === kind.name;
      input.parentElement.querySelector(".n").textContent = number.format(has);
      input.parentElement.hidden = !has && !input.checked;
    }
    for (const input of form.elements.view) {
      input.checked = input.value === now.view;
      input.parentElement.hidden = input.value === "map" && !said.mapped.includes(kind.name);
    }
  };

  /* A filter that can leave nothing out is put away, unless something is chosen in it. */
  const offer = (now, kind) => {
    for (const facet of facets) {
      const fits = kind.found.length && facet.dataset.kinds.split(" ").includes(kind.name);
      facet.hidden = !fits && !now.filters[facet.dataset.facet].length;
    }
    at("narrow").hidden = facets.every((facet) => facet.hidden);
  };

  const tally = async (mine, result, kind) => {
    for (const facet of facets.filter((each) => each.open && at("narrow").open)) {
      const counts = await result.counts(facet.dataset.facet, kind);
      if (mine !== asked) return;
      for (const input of facet.querySelectorAll("input")) {
        const n = counts.get(input.value) ?? 0;
        input.parentElement.querySelector(".n").textContent = number.format(n);
        input.closest("li").hidden = !n && !input.checked;
      }
    }
  };

  const fillIn = async (mine, now, kind) => {
    const rows = await Promise.all(kind.found.slice(0, shown).map((entry) => index.row(entry)));
    if (mine !== asked) return;
    const { made, add } = (now.view === "table" ? table : list)(said.columns[kind.name]);
    rows.forEach(add);
    const before = at("set").querySelectorAll("li > .who > a, tbody a").length;
    at("set").replaceChildren(made);
    const left = kind.found.length - rows.length;
    at("more").hidden = left <= 0;
    at("more").textContent = counted(said.more, Math.min(left, PAGE));
    if (shown > PAGE) made.querySelectorAll("li > .who > a, tbody a")[before]?.focus();
  };

  const map = async (mine, now, kind) => {
    at("map").hidden = now.view !== "map" || !kind.found.length;
    if (at("map").hidden) return;
    const { draw } = await import(new URL(told.map, document.baseURI));
    if (mine === asked) await draw(at("map"), { index, kind, row: (n) => index.row(n), name, where, told, said, counted, country });
  };

  const unmapped = (error) => {
    console.error(error);
    document.querySelector("#map [role=status]").textContent = said.mapFailed;
  };

  const respond = async (again = true) => {
    const mine = (asked += 1);
    const now = state();
    for (const facet of facets) {
      for (const input of facet.querySelectorAll("input")) input.checked = now.filters[facet.dataset.facet].includes(input.value);
    }
    document.title = now.q ? `${now.q} · ${title}` : title;
    const waiting = setTimeout(() => mine === asked && (at("count").textContent = said.loading), 400);
    try {
      index ??= await open(told.find);
      await learn(now.filters.place);
      if (mine !== asked) return;
      chips(now);
      const result = await search(index, now);
      if (mine !== asked) return;
      const { kinds } = result;
      /* a factory or a product, whichever fits better; a member or a place where there is neither */
      const things = kinds.filter(({ name, found }) => said.mapped.includes(name) && found.length);
      const best = things.reduce((one, other) => (one && one.best >= other.best ? one : other), undefined);
      const has = kinds.filter(({ found }) => found.length);
      const kind = kinds.find(({ name, any }) => name === now.kind && any) ?? best ?? has[0] ?? kinds[0];
      answer = { result, kind };
      if (!said.mapped.includes(kind.name) && now.view === "map") now.view = "list";
      switches(now, kinds, kind);
      offer(now, kind);
      const n = kind.found.length;
      if (n) await fillIn(mine, now, kind);
      if (mine !== asked) return;
      clearTimeout(waiting);
      at("count").textContent = n ? counted(said.counts[kind.name], n) : said.none;
      if (!n) {
        at("set").replaceChildren(help(now, result));
        at("more").hidden = true;
      }
      await Promise.all([tally(mine, result, kind), map(mine, now, kind).catch(unmapped)]);
      if (mine === asked) at("set").dataset.done = String(mine);
    } catch (error) {
      if (mine !== asked) return;
      index = null;
      clearTimeout(waiting);
      if (again) return respond(false); // the site may have been published anew since the page was opened
      at("set").replaceChildren();
      at("set").dataset.done = String(mine);
      failed(error);
    }
  };
  const failed = (error) => {
    console.error(error);
    at("count").textContent = said.failed;
  };
  const recount = () => answer && tally(asked, answer.result, answer.kind).catch(failed);

  let typing = 0;
  const arrive = () => {
    clearTimeout(typing);
    at("q").value = state().q;
    shown = PAGE;
    respond();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go({});
  });
  at("q").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => go({}, true), 350);
  });
  for (const facet of facets) {
    facet.addEventListener("toggle", recount);
    facet.addEventListener("change", () => {
      const wanted = [...facet.querySelectorAll("input:checked")].map((input) => input.value);
      go({ filters: { ...state().filters, [facet.dataset.facet]: wanted } });
    });
  }
  for (const which of ["kind", "view"]) {
    for (const input of form.elements[which]) input.addEventListener("change", () => go({ [which]: input.value }));
  }
  at("narrow").addEventListener("toggle", recount);
  at("more").addEventListener("click", () => {
    shown += PAGE;
    fillIn(asked, state(), answer.kind).catch(() => respond()); // as the site may be published anew
  });
  addEventListener("popstate", arrive);
  const wide = matchMedia("(min-width: 56em)").matches;
  at("narrow").open = wide;
  if (wide && facets[0]) facets[0].open = true;
  document.getElementById("finder").hidden = false;
  arrive();
};

const form = globalThis.document?.getElementById("find");
const part = (address) => import(new URL(address, document.baseURI));
if (form) {
  Promise.all([part(form.dataset.engine), part(form.dataset.rows)])
    .then((parts) => page(form, ...parts))
    .catch((error) => {
      console.error(error);
      document.getElementById("finder").remove(); // the lists beneath it remain
    });
}
