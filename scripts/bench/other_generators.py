"""The same pages as input for Hugo and for MkDocs with Material, as their users would write it.

Hugo gets the facts as one data file, a content adapter that makes a page of each factory, and a
template that says what Madewhere's says (`hugo/`). A content file a factory was slower; see the README.
MkDocs gets a Markdown file a factory, with everything written out already.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from markdown_pages import markdown

from madewhere.render.speaker import Speaker

Facts = dict[str, Any]


def write_hugo(
    folder: Path, facts: Sequence[Facts], words: Facts, header: str, footer: str
) -> None:
    """Write a Hugo site that has a page a factory and nothing else."""
    shutil.copytree(Path(__file__).parent / "hugo", folder)
    partials = folder / "layouts" / "_partials"
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
        text = "\n".join(markdown(each, words, say)) + "\n"
        (folder / "docs" / "F" / f"{each['factory_id']}.md").write_text(text, encoding="utf-8")


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
