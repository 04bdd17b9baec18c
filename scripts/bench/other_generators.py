"""The same pages as input for Hugo and for MkDocs with Material, as their users would write it.

Hugo gets the facts as one data file, a content adapter that makes a page of each factory, and a
template that says what Madewhere's says (`hugo/`). A content file a factory was slower; see the README.
MkDocs gets a Markdown file a factory, with everything written out already.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from madewhere.render.speaker import Speaker

Facts = dict[str, Any]

_SPECIAL = re.compile(r"([\\`*_{}\[\]()>#+.!-])")


def write_hugo(
    folder: Path, facts: Sequence[Facts], words: Facts, header: str, footer: str
) -> None:
    """Write a Hugo site that has a page a factory and nothing else."""
    shutil.copytree(Path(__file__).parent / "hugo", folder)
    partials = folder / "layouts" / "_partials"
    partials.mkdir()
    (partials / "header.html").write_text(header, encoding="utf-8")
    (partials / "footer.html").write_text(footer, encoding="utf-8")
    data = folder / "data"
    data.mkdir()
    _write_json(data / "factories.json", {each["factory_id"]: each for each in facts})
    _write_json(data / "words.json", words)


def write_mkdocs(folder: Path, facts: Sequence[Facts], words: Facts, say: Speaker) -> None:
    """Write a MkDocs site with Material; its factories are not in the navigation nor in a search."""
    settings = {
        "site_name": "Madewhere Demo",
        "site_url": "https://madewhere.example/",
        "docs_dir": "docs",
        "theme": {"name": "material", "font": False},
        "plugins": [],
        "nav": [{"Home": "index.md"}],
        "not_in_nav": "/F/\n",
    }
    (folder / "docs" / "F").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Madewhere Demo\n", encoding="utf-8")
    for each in facts:
        text = "\n".join(_markdown(each, words, say)) + "\n"
        (folder / "docs" / "F" / f"{each['factory_id']}.md").write_text(text, encoding="utf-8")


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _plain(text: Any) -> str:
    """Text that Markdown shows as it is."""
    if text is None:
        return "Not known"
    escaped = _SPECIAL.sub(r"\\\1", str(text))
    return escaped.replace("&", "&amp;").replace("<", "&lt;")


def _markdown(f: Facts, words: Facts, say: Speaker) -> Iterator[str]:
    text = _Text(words, say)
    yield f"# {_plain(f['name'])}\n"
    if f["name_native"]:
        yield f"{_plain(f['name_native'])}\n"
    yield f"{_plain(f['locality'])}, {_plain(f['country_name'])}\n\n`{f['factory_id']}`\n"
    yield from text.glance(f)
    yield from text.place_and_work(f)
    yield from text.buyers(f)
    yield from text.audits(f)
    yield from text.consent(f)
    yield "\n## Where it is\n"
    if f["outline"]:
        precision = words["precision"].get(f["coordinate_precision"], "")
        yield f"{f['latitude']}, {f['longitude']}: {precision}"
        yield from text.source(f, "coordinates")
    yield f"\n## The code on the label\n\n{_plain(f['url'])}"
    yield f"\n## Something wrong here?\n\n[Report an error]({f['report_url']})\n"
    confirmed, published = text.day(f["confirmed"]["on"]), text.day(f["published_on"])
    yield f"Last confirmed on {confirmed}. Published here since {published}."


class _Text:
    """The sections of a factory's page as lines of Markdown."""

    def __init__(self, words: Facts, say: Speaker) -> None:
        self._words = words
        self._say = say

    def day(self, text: str) -> str:
        return self._say.date(date.fromisoformat(text))

    def source(self, f: Facts, group: str) -> Iterator[str]:
        if stated := f["sources"].get(group):
            by = "the factory itself, through " if stated["by"] == "factory" else ""
            by += f"{_plain(stated['member'])}, {self.day(stated['on'])}"
            yield f"\n*{self._words['group'][group]}: stated by {by}*"
        for other in (each for each in f["differing"] if each["group"] == group):
            values = "; ".join(
                f"{self._words['field'][v['column']]} **{_plain(v['value'])}**"
                for v in other["values"]
            )
            yield f"\n*{_plain(other['member'])} stated on {self.day(other['on'])}:* {values}"

    def glance(self, f: Facts) -> Iterator[str]:
        last = f["audits"][0] if f["audits"] else None
        known = f"{self.day(last['date'])}, {last['age']}" if last else "not audited or not agreed"
        shown = [scope for scope in self._words["scopes"] if scope in f["agreed"]]
        confirmed = self.day(f["confirmed"]["on"])
        yield f"- Last check: {known}"
        yield f"- Disclosed by {len(f['sourcing'])} brands, confirmed {confirmed}"
        yield f"- Shown with its consent: {len(shown)} of {len(self._words['scopes'])} subjects\n"

    def place_and_work(self, f: Facts) -> Iterator[str]:
        yield "## What and where this is\n"
        yield f"Address: {_plain(f['address_line'])}, {_plain(f['country_name'])}"
        for title, others in (("Part of", f["part_of"]), ("Units of this site", f["units"])):
            for other in others:
                yield f"\n{title}: [{_plain(other['name'])}]({other['id']}.md)"
        yield from self.source(f, "address")
        yield from self.source(f, "name")
        yield from self._work(f)
        if f["website"]:
            yield f"\nWebsite: <{f['website']}>"
            yield from self.source(f, "contact")
        for column, value in f["identifiers"].items():
            yield f"\n{self._words['field'][column]}: `{value}`"
        yield from self.source(f, "identifiers")

    def _work(self, f: Facts) -> Iterator[str]:
        if "profile" not in f["agreed"]:
            yield "\nWork and people: not agreed to be shown"
            return
        yield f"\n- Kind of factory: {_plain(f['facility_type'])}"
        yield f"- Work done here: {_plain(', '.join(f['processing_types']))}"
        yield f"- Makes: {_plain(', '.join(f['product_types']))}"
        yield f"- Owned by: {_plain(f['parent_company'])}"
        yield from self.source(f, "production")
        workers = f["workers"] if f["workers"] is not None else f["workers_min"]
        yield f"\n- People who work here: {_plain(workers)}"
        yield f"- Women: {_plain(f['women_percent'])}"
        yield f"- Migrant workers: {_plain(f['migrant_percent'])}"
        yield from self.source(f, "workforce")

    def buyers(self, f: Facts) -> Iterator[str]:
        yield "\n## Who buys here\n"
        for buyer in f["sourcing"] or [{**f["confirmed"], "name": f["confirmed"]["member"]}]:
            tier, since = buyer.get("tier") or "not known", buyer.get("since") or "not known"
            yield f"- {_plain(buyer['name'])}, tier {tier}, since {since}"
        for title, links in (
            ("Factories that supply it", f["suppliers"]),
            ("Factories that it supplies", f["customers"]),
        ):
            if links:
                yield f"\n### {title}\n"
            for link in links:
                stated = f"stated by {_plain(link['member'])}, {self.day(link['on'])}"
                where = f"{_plain(link['country_name'])}, tier {link['tier'] or 'not known'}"
                yield f"- [{_plain(link['name'])}]({link['id']}.md), {where}, {stated}"

    def audits(self, f: Facts) -> Iterator[str]:
        yield "\n## When it was checked\n"
        if not f["audits"]:
            yield "No audit disclosed, or not agreed to be shown"
        for audit in f["audits"]:
            yield f"1. **{self.day(audit['date'])}**, {audit['age']}\n"
            kinds = [self._words[f"audit_{kind}"][audit[kind]] for kind in ("type", "category")]
            announcement = audit["announcement"]
            yield f"    {', '.join(kinds)}, {self._words['announcement'][announcement]}\n"
            yield f"    {self._words['announcement_help'][announcement]}\n"
            members = _plain(", ".join(audit["members"]))
            yield f"    Checked by {_plain(audit['firm'])}; disclosed by {members}\n"
            rating = f"{audit['rating_letter']}, {audit['rating_percent']}%"
            yield f"    Rating {rating}, {audit['alerts']} alerts\n"
            for other in audit["differing"]:
                column = self._words["field"][other["column"]]
                yield f"    {_plain(other['member'])} stated: {column} **{_plain(other['value'])}**\n"

    def consent(self, f: Facts) -> Iterator[str]:
        yield "\n## What is shown, and what is not\n"
        yield "The factory decides, subject by subject. What it has not agreed to is not published.\n"
        for scope in self._words["scopes"]:
            agreed = "agreed" if scope in f["agreed"] else "not agreed to be shown"
            yield f"- {self._words['scope'][scope]}: {self._words['scope_help'][scope]}: {agreed}"
