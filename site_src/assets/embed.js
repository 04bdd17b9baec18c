/* What the site around asks for, as parameters of this page's address:
     show    map or list, where only one of them is wanted
     scheme  light or dark, where the site around has one of its own
     paper, ink, accent   colours of six hexadecimal digits, for the page, its text and its links
   A colour that could not be read against the page is left as it was. */
(() => {
  "use strict";
  const wanted = new URLSearchParams(location.search);
  const root = document.documentElement;
  const oneOf = (name, ...allowed) => (allowed.includes(wanted.get(name)) ? wanted.get(name) : null);

  const colour = (name) => {
    const text = (wanted.get(name) ?? "").replace(/^#/, "");
    return /^[0-9a-f]{6}$/i.test(text) ? [0, 2, 4].map((at) => parseInt(text.slice(at, at + 2), 16)) : null;
  };
  const written = (rgb) => `rgb(${rgb.join(" ")})`;
  /* Relative luminance and contrast as WCAG 2.2 defines them. */
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const between = (one, other, share) => one.map((value, at) => Math.round(value + (other[at] - value) * share));
  const BLACK = [0, 0, 0];
  const WHITE = [255, 255, 255];
  const clearer = (on) => (contrast(BLACK, on) > contrast(WHITE, on) ? BLACK : WHITE);

  /* The colours of this site for day or night, whatever the visitor's device prefers. */
  const choose = (scheme) => {
    root.style.colorScheme = scheme;
    for (const sheet of document.styleSheets) {
      for (const rule of sheet.cssRules) {
        if (rule instanceof CSSMediaRule && /prefers-color-scheme:\s*dark/.test(rule.conditionText)) {
          rule.media.mediaText = scheme === "dark" ? "screen" : "not all";
        }
      }
    }
  };

  const paper = colour("paper");
  const scheme = oneOf("scheme", "light", "dark") ?? (paper && (clearer(paper) === WHITE ? "dark" : "light"));
  if (scheme) choose(scheme);

  const read = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const own = (name) => [1, 3, 5].map((at) => parseInt(read(name).slice(at, at + 2), 16));
  const set = (name, rgb) => root.style.setProperty(name, written(rgb));
  const page = paper ?? own("--paper");
  const asked = colour("ink");
  const readable = (rgb) => rgb && contrast(rgb, page) >= 4.5;
  const ink = readable(asked) ? asked : paper && !readable(own("--ink")) ? clearer(paper) : own("--ink");
  if (paper || readable(asked)) {
    set("--paper", page);
    set("--ink", ink);
    set("--label", between(page, WHITE, luminance(page) > 0.2 ? 0.6 : 0.06));
    set("--wash", between(page, ink, 0.06));
    set("--line", between(page, ink, 0.2));
    set("--edge", between(page, ink, 0.55));
    set("--quiet", readable(between(page, ink, 0.75)) ? between(page, ink, 0.75) : ink);
  }
  const accent = colour("accent");
  const links = readable(accent) ? accent : paper && !readable(own("--teal")) ? ink : null;
  if (links) {
    set("--teal", links);
    set("--on-teal", clearer(links));
    set("--madder", links);
  }
  // These colours are right beside those that the page has now, so it keeps to them.
  if (!scheme && (links || readable(asked))) {
    choose(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }
  document.addEventListener("DOMContentLoaded", () => {
    const show = oneOf("show", "map", "list");
    if (show && (show === "list" || document.querySelector(".embed-map"))) document.body.dataset.show = show;
    for (const page of document.querySelectorAll("nav.pages a")) page.search = location.search;
  });
})();
