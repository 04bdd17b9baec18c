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
    def day(text: str) -> str:
        return say.date(date.fromisoformat(text))

    def source(group: str) -> Iterator[str]:
        if stated := f["sources"].get(group):
            by = "the factory itself, through " if stated["by"] == "factory" else ""
            yield f"\n*{words['group'][group]}: stated by {by}{_plain(stated['member'])}, {day(stated['on'])}*"
        for other in (each for each in f["differing"] if each["group"] == group):
            values = "; ".join(
                f"{words['field'][v['column']]} **{_plain(v['value'])}**" for v in other["values"]
            )
            yield f"\n*{_plain(other['member'])} stated on {day(other['on'])}:* {values}"

    def ends(title: str, links: Sequence[Facts]) -> Iterator[str]:
        if links:
            yield f"\n### {title}\n"
        for link in links:
            yield (
                f"- [{_plain(link['name'])}]({link['id']}.md), {_plain(link['country_name'])}, "
                f"tier {link['tier'] or 'not known'}, stated by {_plain(link['member'])}, "
                f"{day(link['on'])}"
            )

    yield f"# {_plain(f['name'])}\n"
    if f["name_native"]:
        yield f"{_plain(f['name_native'])}\n"
    yield f"{_plain(f['locality'])}, {_plain(f['country_name'])}\n\n`{f['factory_id']}`\n"
    last = f["audits"][0] if f["audits"] else None
    known = (
        f"{day(last['date'])}, {last['age']}" if last else "Not audited, or not agreed to be shown"
    )
    shown = [scope for scope in words["scopes"] if scope in f["agreed"]]
    yield f"- Last check: {known}"
    yield f"- Disclosed by {len(f['sourcing'])} brands, confirmed {day(f['confirmed']['on'])}"
    yield f"- Shown with its consent: {len(shown)} of {len(words['scopes'])} subjects\n"
    yield "## What and where this is\n"
    yield f"Address: {_plain(f['address_line'])}, {_plain(f['country_name'])}"
    for title, others in (("Part of", f["part_of"]), ("Units of this site", f["units"])):
        for other in others:
            yield f"\n{title}: [{_plain(other['name'])}]({other['id']}.md)"
    yield from source("address")
    yield from source("name")
    if "profile" in f["agreed"]:
        yield f"\n- Kind of factory: {_plain(f['facility_type'])}"
        yield f"- Work done here: {_plain(', '.join(f['processing_types']))}"
        yield f"- Makes: {_plain(', '.join(f['product_types']))}"
        yield f"- Owned by: {_plain(f['parent_company'])}"
        yield from source("production")
        workers = f["workers"] if f["workers"] is not None else f["workers_min"]
        yield f"\n- People who work here: {_plain(workers)}"
        yield f"- Women: {_plain(f['women_percent'])}"
        yield f"- Migrant workers: {_plain(f['migrant_percent'])}"
        yield from source("workforce")
    else:
        yield "\nWork and people: not agreed to be shown"
    if f["website"]:
        yield f"\nWebsite: <{f['website']}>"
        yield from source("contact")
    for column, value in f["identifiers"].items():
        yield f"\n{words['field'][column]}: `{value}`"
    yield from source("identifiers")
    yield "\n## Who buys here\n"
    for buyer in f["sourcing"] or [{**f["confirmed"], "name": f["confirmed"]["member"]}]:
        yield (
            f"- {_plain(buyer['name'])}, tier {buyer.get('tier') or 'not known'}, "
            f"since {buyer.get('since') or 'not known'}"
        )
    yield from ends("Factories that supply it", f["suppliers"])
    yield from ends("Factories that it supplies", f["customers"])
    yield "\n## When it was checked\n"
    for audit in f["audits"]:
        yield f"1. **{day(audit['date'])}**, {audit['age']}\n"
        kinds = (words[f"audit_{kind}"][audit[kind]] for kind in ("type", "category"))
        yield f"    {', '.join(kinds)}, {words['announcement'][audit['announcement']]}\n"
        yield f"    {words['announcement_help'][audit['announcement']]}\n"
        members = _plain(", ".join(audit["members"]))
        yield f"    Checked by {_plain(audit['firm'])}; disclosed by {members}\n"
        yield f"    Rating {audit['rating_letter']}, {audit['rating_percent']}%, {audit['alerts']} alerts\n"
        for other in audit["differing"]:
            column = words["field"][other["column"]]
            yield f"    {_plain(other['member'])} stated: {column} **{_plain(other['value'])}**\n"
    if not f["audits"]:
        yield "Not audited, or not agreed to be shown"
    yield "\n## What is shown, and what is not\n"
    yield "The factory decides, subject by subject. What it has not agreed to is not published.\n"
    for scope in words["scopes"]:
        agreed = "agreed" if scope in f["agreed"] else "not agreed to be shown"
        yield f"- {words['scope'][scope]}: {words['scope_help'][scope]}: {agreed}"
    yield "\n## Where it is\n"
    if f["outline"]:
        yield f"{f['latitude']}, {f['longitude']}: {words['precision'].get(f['coordinate_precision'], '')}"
        yield from source("coordinates")
    yield f"\n## The code on the label\n\n{_plain(f['url'])}"
    yield f"\n## Something wrong here?\n\n[Report an error]({f['report_url']})\n"
    yield f"Last confirmed on {day(f['confirmed']['on'])}. Published here since {day(f['published_on'])}."
