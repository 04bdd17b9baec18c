/* Filter, map and tree of one supply network. Everything stands in the page already: the tables hold
   what is written, the block of data holds places and links by the number of their row. Text from data
   is only ever set as text. */
(() => {
  "use strict";
  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("data").textContent);
  const table = at("factories");
  const rows = [...table.tBodies[0].rows];
  const parties = at("parties") ? [...at("parties").tBodies[0].rows] : [];
  const nodes = [...rows, ...parties];
  const places = data.places;
  const numberOf = new Map(nodes.map((row, n) => [row.id.slice(2), n]));
  const form = at("filters");
  const count = at("count");
  const told = ["own", "declared", "both"];
  const many = new Intl.NumberFormat("en");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };
  const nameOf = (n) => (n === nodes.length ? at("map").dataset.member : nodes[n].cells[0].firstElementChild.textContent);
  const stateOf = (n) => (n < rows.length ? rows[n].dataset.s : "");
  const wordOf = (n) => rows[n].cells[1].textContent;

  /* What is chosen stands in the fragment of the address; one without "=" names a place on the page. */
  const KEYS = ["q", "tier", "country", "state", "differ"];
  let chosen = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  const remember = () => {
    const kept = new URLSearchParams([...chosen].filter(([, value]) => value));
    try {
      history.replaceState(null, "", kept.size ? `#${kept}` : location.pathname + location.search);
    } catch {
      /* some viewers of files do not let a page change its address */
    }
  };

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = [];
  const fits = (row, n) => {
    const { t, c, s, d } = row.dataset;
    if (chosen.get("tier") && t !== chosen.get("tier")) return false;
    if (chosen.get("country") && c !== chosen.get("country")) return false;
    if (chosen.get("state") && s !== chosen.get("state")) return false;
    if (chosen.get("differ") && !d) return false;
    if (!chosen.get("q")) return true;
    texts[n] ??= plain(`${row.cells[0].textContent} ${row.cells[4].textContent} ${row.cells[5].textContent}`);
    return plain(chosen.get("q")).split(/\s+/).every((word) => texts[n].includes(word));
  };
  const narrowed = () => KEYS.some((key) => chosen.get(key));
  let on = rows.map(() => true);

  /* The table: sorted, and cut where it would be too long to look at */
  const FIRST = 200;
  let all = false;
  let order = rows.map((_, n) => n);
  const collator = new Intl.Collator("en", { numeric: true });
  const sort = () => {
    const [column, way] = (chosen.get("sort") ?? "").split("-");
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    order = rows.map((_, n) => n);
    if (!heads[column]) return;
    const down = way === "down" ? -1 : 1;
    const keys = rows.map((row) => row.cells[column].textContent);
    order.sort((a, b) => (keys[a] === "") - (keys[b] === "") || down * collator.compare(keys[a], keys[b]) || a - b);
    heads[column].setAttribute("aria-sort", down < 0 ? "descending" : "ascending");
  };
  const fill = () => {
    const wanted = order.filter((n) => on[n]);
    const shown = all ? wanted : wanted.slice(0, FIRST);
    const body = document.createDocumentFragment();
    for (const n of shown) body.append(rows[n]);
    table.tBodies[0].replaceChildren(body);
    at("more").hidden = shown.length === wanted.length;
    at("more").textContent = `Show all ${many.format(wanted.length)}`;
  };
  at("more").addEventListener("click", () => {
    all = true;
    fill();
  });
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = make("button", head.textContent);
    button.type = "button";
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      chosen.set("sort", `${column}-${head.getAttribute("aria-sort") === "ascending" ? "down" : "up"}`);
      remember();
      sort();
      fill();
    });
  });

  /* The tree: what fits, and the way to it */
  const twigs = [...at("tree").querySelectorAll("li")];
  const stands = twigs.map((twig) => numberOf.get(twig.dataset.k));
  const branches = [...at("tree").children];
  const asItWas = [...at("tree").querySelectorAll("details")].map((details) => [details, details.open]);
  let pruned = false;
  const prune = () => {
    if (!narrowed()) {
      if (!pruned) return;
      pruned = false;
      for (const twig of twigs) {
        twig.hidden = false;
        twig.classList.remove("way");
      }
      for (const branch of branches) branch.hidden = false;
      for (const [details, open] of asItWas) details.open = open;
      return;
    }
    pruned = true;
    const opened = on.filter(Boolean).length <= 300;
    const kept = new Set();
    twigs.forEach((twig, place) => {
      const n = stands[place];
      const own = n < rows.length && on[n];
      twig.classList.toggle("way", !own);
      if (!own) return;
      kept.add(twig);
      for (let up = twig.parentElement; up.id !== "tree" && !kept.has(up); up = up.parentElement) {
        kept.add(up);
        if (opened && up.tagName === "DETAILS") up.open = true;
      }
    });
    for (const twig of twigs) twig.hidden = !kept.has(twig);
    for (const branch of branches) branch.hidden = !kept.has(branch);
  };
  at("open").hidden = false;
  at("open").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    for (const [details] of asItWas) details.open = Boolean(button.dataset.open);
  });

  /* A table that is wider than its place says so. */
  const widths = new ResizeObserver((seen) => {
    for (const { target } of seen) target.classList.toggle("wider", target.scrollWidth > target.clientWidth);
  });
  for (const place of document.querySelectorAll(".scroll")) widths.observe(place);

  /* The map */
  const SVG = "http://www.w3.org/2000/svg";
  const sheet = at("sheet");
  const shape = (tag, attributes) => {
    const element = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const REACH = 40; /* pixels within which factories share a ring */
  const MOST = 12; /* pixels a unit: a degree is then as wide as a small screen */
  const view = { x: 0, y: 0, scale: 1 };
  let size = { width: 1, height: 1 };
  let least = 0.01;
  let groups = null;
  let selected = -1;

  const frameOf = (numbers) => {
    const points = numbers.map((n) => places[n]).filter(Boolean);
    if (!points.length) return null;
    let [west, north] = points[0];
    let [east, south] = points[0];
    for (const [x, y] of points) {
      west = Math.min(west, x);
      east = Math.max(east, x);
      north = Math.min(north, y);
      south = Math.max(south, y);
    }
    return { x: (west + east) / 2, y: (north + south) / 2, width: east - west, height: south - north };
  };
  const show = (frame, closest) => {
    view.x = frame.x;
    view.y = frame.y;
    const room = Math.min(70, size.width / 9);
    view.scale = Math.min(
      Math.max(1, size.width - 2 * room) / Math.max(frame.width, 1e-6),
      Math.max(1, size.height - 2 * room) / Math.max(frame.height, 1e-6),
      closest,
    );
    view.scale = Math.max(view.scale, least);
    draw();
  };
  const world = { x: 6235, y: 2100, width: 12000, height: 4000 };
  const showAll = () => show(frameOf(order.filter((n) => on[n])) ?? world, 2.5);

  /* Which factories share a sign depends on the scale alone, in steps, so that signs keep still while the map moves. */
  const grouped = () => {
    const step = Math.round(Math.log2(view.scale) * 2);
    if (groups?.step === step) return groups.list;
    const reach = REACH / 2 ** (step / 2);
    const cells = new Map();
    const list = [];
    on.forEach((wanted, n) => {
      if (!wanted || !places[n]) return;
      const [x, y] = places[n];
      const column = Math.floor(x / reach);
      const line = Math.floor(y / reach);
      let home = null;
      for (let i = column - 1; i <= column + 1 && !home; i += 1) {
        for (let j = line - 1; j <= line + 1 && !home; j += 1) {
          home = (cells.get(`${i} ${j}`) ?? []).find((group) => Math.hypot(group.ax - x, group.ay - y) < reach);
        }
      }
      if (!home) {
        home = { ax: x, ay: y, sx: 0, sy: 0, members: [] };
        const key = `${column} ${line}`;
        if (cells.has(key)) cells.get(key).push(home);
        else cells.set(key, [home]);
        list.push(home);
      }
      home.sx += x;
      home.sy += y;
      home.members.push(n);
    });
    const where = new Map();
    for (const group of list) {
      group.x = group.sx / group.members.length;
      group.y = group.sy / group.members.length;
      for (const n of group.members) where.set(n, group);
    }
    /* Links between the same two signs are one line. */
    const spot = (n) => {
      const group = where.get(n);
      return group ? [group.x, group.y] : places[n];
    };
    const lines = new Map();
    for (const [supplier, customer, by] of data.links) {
      if (!places[supplier] || !places[customer] || !(on[supplier] || on[customer])) continue;
      const [a, b] = [spot(supplier), spot(customer)];
      if (a[0] === b[0] && a[1] === b[1]) continue;
      const key = `${by} ${a} ${b}`;
      if (!lines.has(key)) lines.set(key, { by, a, b });
    }
    const ghosts = new Set();
    for (const [supplier, customer] of data.links) {
      if (on[supplier] && places[customer] && !on[customer]) ghosts.add(customer);
      if (on[customer] && places[supplier] && !on[supplier]) ghosts.add(supplier);
    }
    groups = { step, list, spot, lines: [...lines.values()], ghosts: [...ghosts].map((n) => places[n]) };
    return list;
  };

  const LOOKS = { accepted: "accepted", pending: "pending", refused: "refused", withdrawn: "refused", lapsed: "lapsed", "not-asked": "not-asked" };
  const outline = (state, r) => {
    if (state === "pending") return shape("path", { d: `M0 ${-1.2 * r}L${1.2 * r} ${0.9 * r}H${-1.2 * r}z` });
    if (state === "refused") return shape("rect", { x: -0.9 * r, y: -0.9 * r, width: 1.8 * r, height: 1.8 * r });
    if (state === "not-asked") return shape("path", { d: `M0 ${-1.1 * r}L${1.1 * r} 0L0 ${1.1 * r}L${-1.1 * r} 0z` });
    return shape("circle", { r });
  };
  const arc = (from, to, r) => {
    const [a, b] = [from, Math.min(to, from + 0.9999)].map((part) => 2 * Math.PI * part - Math.PI / 2);
    const large = to - from > 0.5 ? 1 : 0;
    return `M${r * Math.cos(a)} ${r * Math.sin(a)}A${r} ${r} 0 ${large} 1 ${r * Math.cos(b)} ${r * Math.sin(b)}`;
  };
  const sign = (group) => {
    const { members } = group;
    const counts = {};
    for (const n of members) counts[LOOKS[stateOf(n)]] = (counts[LOOKS[stateOf(n)]] ?? 0) + 1;
    const states = Object.keys(counts);
    const mark = shape("g", { transform: `translate(${group.x} ${group.y}) scale(${1 / view.scale})` });
    const title = shape("title", {});
    mark.append(title);
    if (members.length === 1) {
      const solid = outline(states[0], 7);
      solid.setAttribute("class", `m m-${states[0]}`);
      mark.append(solid);
      title.textContent = `${nameOf(members[0])}: ${wordOf(members[0])}`;
    } else {
      const r = 12 + 2.2 * Math.log2(members.length);
      const text = shape("text", { dy: "0.36em" });
      text.textContent = many.format(members.length);
      if (states.length === 1) {
        const solid = outline(states[0], r * (states[0] === "pending" ? 1.15 : 0.9));
        solid.setAttribute("class", `m m-${states[0]}`);
        if (!["lapsed", "not-asked"].includes(states[0])) mark.setAttribute("class", "full");
        mark.append(solid);
      } else {
        mark.append(shape("circle", { r: r + 4.5, class: "ring-back" }));
        let from = 0;
        for (const state of ["accepted", "pending", "refused", "lapsed", "not-asked"]) {
          if (!counts[state]) continue;
          const to = from + counts[state] / members.length;
          mark.append(shape("path", { d: arc(from, to, r), class: `arc arc-${state === "lapsed" ? "not-asked" : state}` }));
          from = to;
        }
      }
      mark.append(text);
      const parts = states.map((state) => `${many.format(counts[state])} ${state === "refused" ? "refused or withdrawn" : state.replace("-", " ")}`);
      title.textContent = `${many.format(members.length)} factories: ${parts.join(", ")}`;
    }
    mark.addEventListener("click", () => {
      if (moved) return;
      if (members.length === 1) select(members[0]);
      else {
        const frame = frameOf(members);
        if (view.scale < MOST * 0.99 && Math.max(frame.width, frame.height) * MOST > REACH) show(frame, Math.min(MOST, view.scale * 8));
        else list(members);
      }
    });
    return mark;
  };
  const curve = ([x1, y1], [x2, y2]) =>
    `M${x1} ${y1}Q${(x1 + x2) / 2 + (y2 - y1) * 0.12} ${(y1 + y2) / 2 - (x2 - x1) * 0.12} ${x2} ${y2}`;

  const names = [...at("names").children].map((element) => ({
    element,
    x: Number(element.getAttribute("x")),
    y: Number(element.getAttribute("y")) - 4,
    reach: 28 + 3.5 * element.textContent.length,
  }));
  const paint = () => {
    const width = size.width / view.scale;
    const height = size.height / view.scale;
    sheet.setAttribute("viewBox", `${view.x - width / 2} ${view.y - height / 2} ${width} ${height}`);
    at("names").setAttribute("font-size", 13 / view.scale);
    const list = grouped();
    const { spot } = groups;
    const air = 60 / view.scale;
    const inside = ([x, y]) => Math.abs(x - view.x) < width / 2 + air && Math.abs(y - view.y) < height / 2 + air;
    /* A line with both ends outside would cross the view without telling anything. */
    const paths = ["", "", ""];
    let lines = 0;
    for (const { by, a, b } of groups.lines) {
      if (!inside(a) && !inside(b)) continue;
      paths[by] += curve(a, b);
      lines += 1;
    }
    /* Many lines are drawn fainter, so that they do not hide the land and each other. */
    at("lines").setAttribute("opacity", Math.max(0.3, Math.min(1, 10 / Math.sqrt(lines))).toFixed(2));
    at("lines").replaceChildren(...paths.map((d, by) => shape("path", { d, class: `line ${told[by]}` })));
    const marks = document.createDocumentFragment();
    for (const [x, y] of groups.ghosts) {
      if (inside([x, y])) marks.append(shape("circle", { cx: x, cy: y, r: 3 / view.scale, class: "m ghost" }));
    }
    for (const group of list) if (inside([group.x, group.y])) marks.append(sign(group));
    at("marks").replaceChildren(marks);
    /* A name that a sign would lie on is not drawn. */
    for (const label of names) {
      const under = list.some((group) => Math.abs(group.x - label.x) * view.scale < label.reach && Math.abs(group.y - label.y) * view.scale < 32);
      label.element.style.visibility = under ? "hidden" : "";
    }
    const parts = [];
    if (selected >= 0 && places[selected]) {
      for (const [supplier, customer, by] of data.links) {
        if ((supplier !== selected && customer !== selected) || !places[supplier] || !places[customer]) continue;
        parts.push(shape("path", { d: curve(spot(supplier), spot(customer)), class: `line ${told[by]}` }));
      }
      const [x, y] = spot(selected);
      parts.push(shape("circle", { cx: x, cy: y, r: 25 / view.scale, "vector-effect": "non-scaling-stroke" }));
    }
    at("chosen").replaceChildren(...parts);
  };
  let asked = 0;
  const draw = () => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      paint();
    });
  };
  const zoom = (factor, x = size.width / 2, y = size.height / 2) => {
    const next = Math.min(MOST, Math.max(least, view.scale * factor));
    view.x += (x - size.width / 2) * (1 / view.scale - 1 / next);
    view.y += (y - size.height / 2) * (1 / view.scale - 1 / next);
    view.scale = next;
    draw();
  };
  const fingers = new Map();
  let moved = false;
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, far: Math.hypot(a.x - b.x, a.y - b.y) };
  };
  const position = (event) => {
    const box = sheet.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  sheet.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, position(event));
    if (fingers.size === 1) moved = false;
  });
  sheet.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = position(event);
    if (fingers.size === 2) {
      const old = spread();
      fingers.set(event.pointerId, now);
      const next = spread();
      view.x -= (next.x - old.x) / view.scale;
      view.y -= (next.y - old.y) / view.scale;
      zoom(next.far / Math.max(old.far, 1), next.x, next.y);
      moved = true;
      return;
    }
    if (!moved && Math.hypot(now.x - before.x, now.y - before.y) < 4) return;
    if (!moved) sheet.setPointerCapture(event.pointerId);
    moved = true;
    sheet.classList.add("moving");
    fingers.set(event.pointerId, now);
    view.x -= (now.x - before.x) / view.scale;
    view.y -= (now.y - before.y) / view.scale;
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    sheet.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      sheet.classList.remove("moving");
    });
  }
  sheet.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { x, y } = position(event);
    zoom(2 ** (-Math.max(-100, Math.min(100, event.deltaY)) / 100), x, y);
  }, { passive: false });
  sheet.addEventListener("dblclick", (event) => {
    const { x, y } = position(event);
    zoom(2, x, y);
  });
  sheet.addEventListener("keydown", (event) => {
    const step = 80 / view.scale;
    const ways = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (ways[event.key]) {
      view.x += ways[event.key][0];
      view.y += ways[event.key][1];
      draw();
    } else if (event.key === "+" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "0") showAll();
    else return;
    event.preventDefault();
  });
  at("zoom").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (Number(button.dataset.zoom)) zoom(Number(button.dataset.zoom));
    else showAll();
  });

  /* One factory or party, with those around it */
  const detail = at("detail");
  const wide = matchMedia("(min-width: 48rem)");
  const choose = (n, by) => {
    const item = make("li");
    if (n === nodes.length) item.append(make("span", nameOf(n)));
    else {
      const button = make("button", nameOf(n), n < rows.length ? `s s-${stateOf(n)}` : "");
      button.type = "button";
      button.addEventListener("click", () => select(n));
      item.append(button);
    }
    const words = [];
    if (n < rows.length) words.push(wordOf(n));
    if (by !== undefined) words.push(["from your records", "declared only", "declared and on record"][by]);
    if (words.length) item.append(" ", make("small", words.join(" · ")));
    return item;
  };
  const box = (title) => {
    const close = make("button", "Close", "close");
    close.type = "button";
    close.addEventListener("click", () => {
      detail.hidden = true;
      selected = -1;
      chosen.delete("at");
      remember();
      draw();
    });
    detail.replaceChildren(close, make("h3", title));
    detail.hidden = false;
  };
  const column = (title, items) => {
    const part = make("div");
    const inside = make("ul");
    inside.append(...items);
    part.append(make("b", `${title} (${many.format(items.length)})`), items.length ? inside : make("p", "Nobody known", "quiet"));
    return part;
  };
  const list = (members) => {
    box(`${many.format(members.length)} factories at one place`);
    const inside = make("ul");
    inside.append(...members.map((n) => choose(n)));
    detail.append(inside);
  };
  const go = (element) => {
    for (let up = element.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    for (const before of document.querySelectorAll(".found")) before.classList.remove("found");
    element.classList.add("found");
    element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    element.querySelector("a")?.focus({ preventScroll: true });
  };
  const select = (n, quietly = false) => {
    selected = n;
    box(nameOf(n));
    const facts = make("p");
    if (n < rows.length) facts.append(make("span", wordOf(n), `s s-${stateOf(n)}`));
    const heads = [...(n < rows.length ? table : at("parties")).tHead.rows[0].cells].map((head) => head.textContent);
    const said = [...nodes[n].cells].map((cell, place) => [heads[place], cell.textContent.trim()]);
    const wanted = n < rows.length ? [2, 3, 4, 5, 6, 7] : [1, 2];
    const line = wanted.filter((place) => said[place][1]).map((place) => `${said[place][0]}: ${said[place][1]}`);
    facts.append(make("span", (n < rows.length ? " · " : "") + [...line, ...(n < rows.length ? [nodes[n].id.slice(2)] : [])].join(" · "), "small"));
    detail.append(facts);
    if (n < rows.length && !places[n]) detail.append(make("p", "It has no coordinates, so it is not on the map.", "small"));
    const two = make("div", undefined, "two");
    two.append(
      column("Receives from", data.links.filter((link) => link[1] === n).map((link) => choose(link[0], link[2]))),
      column("Delivers to", data.links.filter((link) => link[0] === n).map((link) => choose(link[1], link[2]))),
    );
    detail.append(two);
    const twig = at(`t-${nodes[n].id.slice(2)}`);
    if (twig) {
      const button = make("button", "Show in the tree");
      button.type = "button";
      button.addEventListener("click", () => {
        if (twig.hidden) clear();
        go(twig);
      });
      detail.append(button);
    }
    chosen.set("at", nodes[n].id.slice(2));
    remember();
    if (places[n]) {
      show({ x: places[n][0], y: places[n][1], width: 1, height: 1 }, Math.max(view.scale, 1));
      /* On a wide screen the box lies over the left of the map. */
      if (wide.matches) view.x -= 170 / view.scale;
    } else draw();
    if (!quietly) (wide.matches ? at("map") : detail).scrollIntoView({ block: wide.matches ? "center" : "nearest", behavior: still ? "auto" : "smooth" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#t-"], a[href^="#r-"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = link.getAttribute("href");
    const n = numberOf.get(target.slice(3));
    if (n === undefined) return;
    event.preventDefault();
    if (target.startsWith("#t-") && at("tree").contains(link)) go(at(target.slice(1)));
    else select(n);
  });

  const apply = (fit) => {
    on = rows.map(fits);
    groups = null;
    const matching = on.filter(Boolean).length;
    count.textContent = narrowed() ? `${many.format(matching)} of ${many.format(rows.length)}` : `${many.format(rows.length)} factories`;
    at("reset").hidden = !narrowed();
    fill();
    prune();
    if (fit) showAll();
    else draw();
  };
  const clear = () => {
    for (const key of KEYS) chosen.delete(key);
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = false;
      else if (field.name) field.value = "";
    }
    all = false;
    remember();
    apply(true);
  };
  form.hidden = false;
  form.addEventListener("input", ({ target }) => {
    const value = target.type === "checkbox" && !target.checked ? "" : target.value;
    chosen.set(target.name, value);
    all = false;
    remember();
    apply(target.name !== "q");
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
  });
  const follow = () => {
    if (location.hash && !location.hash.includes("=")) return;
    chosen = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = chosen.get(field.name) === field.value;
      else if (field.name) field.value = chosen.get(field.name) ?? "";
    }
    sort();
    apply(true);
    const n = numberOf.get(chosen.get("at"));
    if (n !== undefined) select(n, true);
  };
  addEventListener("hashchange", follow);

  at("map").classList.add("live");
  at("zoom").hidden = false;
  sheet.setAttribute("tabindex", "0");
  sheet.setAttribute("role", "application");
  sheet.setAttribute("aria-label", "Map of the factories. Arrow keys move it, plus and minus zoom; the table below holds the same.");
  const measure = () => {
    size = { width: sheet.clientWidth || 1, height: sheet.clientHeight || 1 };
    least = Math.min(size.width / 12500, size.height / 5600);
  };
  /* The table is cut before anything is measured, or the browser would lay all of it out first. */
  sort();
  fill();
  measure();
  if (location.hash.includes("=")) follow();
  else apply(true);
  new ResizeObserver(() => {
    measure();
    draw();
  }).observe(sheet);
})();
