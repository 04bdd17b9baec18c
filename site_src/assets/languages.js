/* Whoever reads another of the site's languages is offered the page in it, on a line that can be closed.
   Nobody is sent anywhere. What was chosen is kept in this browser alone, and nothing of it leaves it. */
(() => {
  "use strict";
  const KEY = "madewhere-language";
  const links = new Map([...document.querySelectorAll(".mw-languages a")].map((a) => [a.hreflang, a]));
  const texts = new URL("languages/", document.currentScript.src);
  const here = document.documentElement.lang;

  /* A browser may keep nothing for a site; then the choice is forgotten, and nothing else fails. */
  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const keep = (code) => {
    try {
      localStorage.setItem(KEY, code);
    } catch {
      /* forgotten */
    }
  };

  /* The same place of the same page, with what was searched for. */
  const follow = (link, code) =>
    link.addEventListener("click", () => {
      keep(code);
      link.search = location.search;
      link.hash = location.hash;
    });
  for (const [code, link] of links) follow(link, code);

  const ours = (tag) => {
    const parts = tag.toLowerCase().split("-");
    for (; parts.length; parts.pop()) {
      for (const code of links.keys()) if (code.toLowerCase() === parts.join("-")) return code;
    }
    return undefined;
  };
  const wanted = links.has(kept()) ? kept() : navigator.languages.map(ours).find(Boolean);
  if (!wanted || wanted === here) return;

  const offer = async () => {
    const answer = await fetch(new URL(`${wanted}.json`, texts));
    if (!answer.ok) return;
    const { text, close, dir } = await answer.json();
    const line = document.createElement("div");
    line.className = "mw-offer";
    line.lang = wanted;
    line.dir = dir;
    const link = document.createElement("a");
    link.href = links.get(wanted).href;
    link.hreflang = wanted;
    link.textContent = text;
    follow(link, wanted);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = close;
    button.addEventListener("click", () => {
      keep(here);
      line.remove();
      document.querySelector(".mw-home").focus();
    });
    line.append(link, button);
    document.querySelector(".mw-header").prepend(line);
  };
  offer().catch(() => {});
})();
