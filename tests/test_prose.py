"""Behaviour of `madewhere.prose` and of the written pages."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown.extensions.toc import slugify

from browsers import serving
from madewhere.errors import MadewhereError
from madewhere.prose import Editions, Prose, build_prose
from madewhere.prose.edition import Edition, english_digest, outdated

PROJECT = Path(__file__).resolve().parents[1]
AS_OF = date(2026, 11, 21)


def settings() -> dict[str, Any]:
    """What the build would give for header and footer, with a name that needs escaping."""
    config = yaml.safe_load((PROJECT / "mkdocs.yml").read_text("utf-8"))
    site: dict[str, Any] = config["extra"]["site"]
    return site | {"name": "Cloth & <script>alert(1)</script>"}


def build(project: Path, cache: Path, **changed: Any) -> Prose:
    """Build the written pages of a project."""
    given = {"site": settings(), "site_url": "https://example.org/", "as_of": AS_OF} | changed
    return build_prose(project=project, cache=cache, **given)


@pytest.fixture(scope="module")
def prose(tmp_path_factory: pytest.TempPathFactory) -> Prose:
    """The project's own pages, built once."""
    return build(PROJECT, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project of one page, with the project's own settings and look."""
    config = (PROJECT / "mkdocs.yml").read_text("utf-8")
    start, end = config.index("nav:\n"), config.index("markdown_extensions:")
    project = tmp_path / "project"
    (project / "site_src").mkdir(parents=True)
    (project / "mkdocs.yml").write_text(config[:start] + config[end:], "utf-8")
    shutil.copytree(PROJECT / "templates" / "look", project / "templates" / "look")
    shutil.copytree(PROJECT / "site_src" / "assets", project / "site_src" / "assets")
    (project / "site_src" / "page.md").write_text("# A page\n\nText.\n", "utf-8")
    return project


def pages(prose: Prose) -> dict[str, str]:
    """The text of every page by its path."""
    return {
        name: (prose.folder / name).read_text("utf-8")
        for name in prose.files
        if name.endswith(".html")
    }


def test_every_page_allows_the_themes_scripts_and_nothing_else(prose: Prose) -> None:
    """Each inline script has its hash in the page's own policy, which allows nothing else inline."""
    for name, text in pages(prose).items():
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        assert "unsafe" not in policy, name
        assert rules["default-src"] == rules["style-src"] == "'self'"
        assert rules["form-action"] == "'self'"
        inline = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        assert inline
        hashes = {
            f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
            for s in inline
        }
        assert set(rules["script-src"].split()) == {"'self'", *hashes}
        assert text.index("Content-Security-Policy") < text.index("<script")


def test_pages_hold_no_inline_style_and_no_other_host(prose: Prose) -> None:
    """No page has a style of its own, and what it loads comes from the site itself."""
    for name, text in pages(prose).items():
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), name
        loaded = re.findall(r'<(?:script|img|iframe|source)\b[^>]*\ssrc="([^"]*)"', text)
        loaded += re.findall(r'<link\b[^>]*rel="(?:stylesheet|icon)"[^>]*href="([^"]*)"', text)
        assert loaded
        for address in loaded:
            target = os.path.normpath(prose.folder / Path(name).parent / address)
            assert Path(target).is_file(), f"{name} loads {address}"


def test_shared_header_and_footer_are_on_every_page(prose: Prose) -> None:
    """Each page has the frame of the data pages, escaped, with links that fit its depth."""
    for name, text in pages(prose).items():
        root = "../" * name.count("/")
        assert f'class="mw-home" href="{root}"' in text, name
        assert 'class="mw-footer"' in text
        assert 'id="content"' in text
        assert "<script>alert" not in text
        assert "Cloth &amp; &lt;script&gt;" in text


def test_links_between_written_pages_lead_somewhere(prose: Prose) -> None:
    """A link from a page is a written page, a file, or one of the known kinds of data page."""
    known = {
        "",
        "factories/",
        "products/",
        "find/",
        "glossary/",
        "map/",
        "members/",
        "countries/",
        "audits/",
        "figures/",
        "data/",
    }
    known |= {"data/dictionary/", "problems/"}
    known |= {"standards/", "certificates/", "audit-firms/", "handbook/"}
    for name, text in pages(prose).items():
        for link in re.findall(r'<a\b[^>]*\shref="([^"#:]*)(?:#[^"]*)?"', text):
            path = os.path.normpath(Path(name).parent / link) if link else str(Path(name).parent)
            address = "" if path == "." else f"{path}/"
            there = address in known or address in prose.pages or path in prose.files
            assert there, f"{name} links to {link}"


def test_site_wide_files_are_left_to_the_data_pages(prose: Prose) -> None:
    """MkDocs' own 404 page, sitemap, search and source maps are not part of the result."""
    unwanted = re.compile(r"(^|/)(404\.html|sitemap.*|lunr.*|workers|search|.*\.map)(/|$)")
    assert [name for name in prose.files if unwanted.search(name)] == []


def test_result_is_taken_from_the_cache(small: Path, tmp_path: Path) -> None:
    """The same inputs are built once; a changed page, look, setting or day is built anew."""
    first = build(small, tmp_path / "cache")
    assert build(small, tmp_path / "cache").folder == first.folder
    folders = {first.folder}
    (small / "site_src" / "page.md").write_text("# A page\n\nOther text.\n", "utf-8")
    folders.add(build(small, tmp_path / "cache").folder)
    footer = small / "templates" / "look" / "site_footer.html"
    footer.write_text(footer.read_text("utf-8") + "\n", "utf-8")
    folders.add(build(small, tmp_path / "cache").folder)
    folders.add(build(small, tmp_path / "cache", site=settings() | {"name": "Other"}).folder)
    folders.add(build(small, tmp_path / "cache", as_of=date(2026, 11, 22)).folder)
    assert len(folders) == 5


def test_results_that_are_used_are_kept(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was used last stays, whenever it was made; what killed runs left goes after an hour."""
    monkeypatch.setattr("madewhere.prose._KEPT_RESULTS", 2)
    first = build(small, tmp_path / "cache")
    results = first.folder.parent
    for number in range(3):
        (results / f"{number:032x}").mkdir()
        os.utime(results / f"{number:032x}", (1000 + number, 1000 + number))
    os.utime(first.folder, (900, 900))
    for name, moment in (("new-old", 2000), ("new-now", None)):
        (results / name / "site").mkdir(parents=True)
        os.utime(results / name, (moment, moment) if moment else None)
    again = build(small, tmp_path / "cache")
    assert again.folder == first.folder
    left = {first.folder.name, f"{2:032x}", "new-now"}
    assert {path.name for path in results.iterdir()} == left


def test_same_pages_elsewhere_are_the_same_bytes(small: Path, tmp_path: Path) -> None:
    """The folder that the project stands in leaves no trace in the result."""
    here = build(small, tmp_path / "cache-1")
    small.rename(tmp_path / "elsewhere")
    there = build(tmp_path / "elsewhere", tmp_path / "cache-2")
    assert here.files == there.files
    for name in here.files:
        assert (here.folder / name).read_bytes() == (there.folder / name).read_bytes(), name


@pytest.mark.parametrize(
    "script",
    [
        "<script>alert(1)</script>",
        "<SCRIPT type=module>alert(1)</SCRIPT >",
        '<script type="application/json">1</script>',
        '</article><script>__md_scope=new URL("",location);alert(1)</script>',
    ],
)
def test_script_in_a_page_is_refused(small: Path, tmp_path: Path, script: str) -> None:
    """A script that a page brings is never allowed by a hash; the build names the page."""
    (small / "site_src" / "page.md").write_text(f"# A page\n\n{script}\n", "utf-8")
    with pytest.raises(MadewhereError, match=r"page/index\.html has a script"):
        build(small, tmp_path / "cache")
    assert not any(path.name == "page" for path in (tmp_path / "cache").rglob("*"))


def test_broken_link_is_told_in_mkdocs_words(small: Path, tmp_path: Path) -> None:
    """A link to a page that is not there stops the build and is named."""
    (small / "site_src" / "page.md").write_text("# A page\n\n[x](gone.md)\n", "utf-8")
    with pytest.raises(MadewhereError, match=r"gone\.md"):
        build(small, tmp_path / "cache")


def edition(code: str, prefix: str = "", **changed: Any) -> Edition:
    """The pages in one of the languages of a site in English, French and Arabic."""
    languages = (("en", ""), ("fr", "fr/"), ("ar", "ar/"))
    return Edition(code, prefix, languages, **changed)


@pytest.fixture
def bilingual(small: Path) -> Path:
    """A project with two pages, of which one is in French too."""
    (small / "site_src/deep").mkdir()
    (small / "site_src/deep/other.md").write_text("# Other\n\n[back](../page.md)\n", "utf-8")
    (small / "site_src/fr").mkdir()
    digest = english_digest(small / "site_src/page.md")
    (small / "site_src/fr/page.md").write_text(
        f"---\nenglish: {digest}\n---\n\n# Une page\n\n[autre](deep/other.md) [carte](../map/)\n",
        "utf-8",
    )
    with (small / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("nav:\n  - Page: page.md\n  - More:\n      - Other: deep/other.md\n")
    return small


def test_a_page_is_shown_in_the_readers_language(bilingual: Path, tmp_path: Path) -> None:
    """The French page stands in French at its own address, links stay in French, and files at the root."""
    french = build(bilingual, tmp_path / "cache", edition=edition("fr", "fr/"))
    assert set(french.files) == {"fr/page/index.html", "fr/deep/other/index.html"}
    page = pages(french)["fr/page/index.html"]
    assert '<html lang="fr"' in page
    assert "Une page" in page
    assert "mw-untranslated" not in page
    assert 'href="../deep/other/"' in page
    assert 'href="../map/"' in page
    assert 'href="../../assets/prose.css"' in page
    assert french.translated == ("page/",)


def test_a_page_that_is_not_translated_says_so(bilingual: Path, tmp_path: Path) -> None:
    """It is in English and marked as that, with a line in the reader's language; the English one is kept."""
    said = edition("ar", "ar/", not_translated="ليست هنا بالعربية")
    arabic = build(bilingual, tmp_path / "cache", edition=said)
    for text in pages(arabic).values():
        assert '<html lang="ar"' in text
        assert re.search(r'<p class="mw-untranslated[^>]*>ليست هنا بالعربية</p>', text)
        assert re.search(r'<article [^>]*lang="en" dir="ltr"', text)
    page = pages(arabic)["ar/page/index.html"]
    assert '<link rel="canonical" href="https://example.org/page/">' in page
    assert arabic.translated == ()


def test_a_page_names_the_languages_it_is_in(bilingual: Path, tmp_path: Path) -> None:
    """Search engines are told of the French page, not of English ones at Arabic addresses."""
    found = {
        code: pages(build(bilingual, tmp_path / "cache", edition=edition(code, prefix)))
        for code, prefix in (("en", ""), ("fr", "fr/"), ("ar", "ar/"))
    }

    def alternates(text: str) -> list[tuple[str, str]]:
        return re.findall(r'<link rel="alternate " hreflang="([^"]*)" href="([^"]*)">', text)

    wanted = [
        ("en", "https://example.org/page/"),
        ("fr", "https://example.org/fr/page/"),
        ("x-default", "https://example.org/page/"),
    ]
    assert alternates(found["en"]["page/index.html"]) == wanted
    assert alternates(found["fr"]["fr/page/index.html"]) == wanted
    assert alternates(found["en"]["deep/other/index.html"]) == []
    assert all("assets/languages.js" in text for page in found.values() for text in page.values())


def test_a_page_in_several_languages_asks_for_no_sitemap(bilingual: Path, tmp_path: Path) -> None:
    """The theme's script asks for one below each link that it knows; it knows none of a page's."""
    made = build(bilingual, tmp_path / "cache", edition=edition("en"))
    scripts = [(made.folder / name).read_bytes() for name in made.files if name.endswith(".min.js")]
    assert any(b'"link[rel=alternate]"' in script for script in scripts)
    links = re.findall("<link [^>]*hreflang[^>]*>", pages(made)["page/index.html"])
    assert len(links) == 3
    assert [link for link in links if 'rel="alternate"' in link] == []


def test_the_navigation_is_in_the_readers_language(bilingual: Path, tmp_path: Path) -> None:
    """Names of pages and of groups of them, and what the theme says itself."""
    labels = {"Page": "La page", "More": "Autres", "Other": "L’autre"}
    french = build(
        bilingual, tmp_path / "cache", edition=edition("fr", "fr/", labels=labels, permalink="Lien")
    )
    text = pages(french)["fr/deep/other/index.html"]
    for label in labels.values():
        assert label in text
    assert "Permanent link" not in text


def test_the_languages_of_a_page_lead_to_the_same_page(bilingual: Path, tmp_path: Path) -> None:
    """The switch in the header keeps the page."""
    site = settings() | {
        "languages": [
            {"code": "en", "label": "English", "href": "@PAGE@"},
            {"code": "fr", "label": "Français", "href": "fr/@PAGE@"},
        ]
    }
    made = build(bilingual, tmp_path / "cache", site=site, edition=edition("fr", "fr/"))
    text = pages(made)["fr/deep/other/index.html"]
    assert 'href="../../../deep/other/" lang="en"' in text
    assert 'href="../../../fr/deep/other/" lang="fr"' in text


def test_a_site_may_have_another_main_language(bilingual: Path, tmp_path: Path) -> None:
    """French pages at the root, with the files; English ones below it."""
    languages = (("fr", ""), ("en", "en/"))
    french = build(bilingual, tmp_path / "cache", edition=Edition("fr", "", languages))
    english = build(bilingual, tmp_path / "cache", edition=Edition("en", "en/", languages))
    assert "Une page" in pages(french)["page/index.html"]
    assert "assets/prose.css" in french.files
    assert "A page" in pages(english)["en/page/index.html"]
    assert not [name for name in english.files if not name.startswith("en/")]
    both = Editions((french, english))
    assert both.languages() == {"page/": ("fr", "en"), "deep/other/": ("en",)}


def test_a_language_that_the_theme_lacks_is_built(bilingual: Path, tmp_path: Path) -> None:
    """The theme's own words are then English."""
    hausa = Edition("ha", "ha/", (("en", ""), ("ha", "ha/")))
    made = build(bilingual, tmp_path / "cache", edition=hausa)
    assert "ha/page/index.html" in made.files


def test_a_page_that_is_older_than_the_english_one_says_so(bilingual: Path, tmp_path: Path) -> None:
    """A translation names the English text it was made from; where that has changed, a line tells."""
    said = edition("fr", "fr/", outdated="A changé depuis.")
    french = bilingual / "site_src/fr/page.md"
    french.write_text("# Une page\n", "utf-8")
    older = build(bilingual, tmp_path / "cache", edition=said)
    assert "A changé depuis." in pages(older)["fr/page/index.html"]
    digest = english_digest(bilingual / "site_src/page.md")
    french.write_text(f"---\nenglish: {digest}\n---\n\n# Une page\n", "utf-8")
    same = build(bilingual, tmp_path / "cache", edition=said)
    assert "A changé depuis." not in pages(same)["fr/page/index.html"]
    (bilingual / "site_src/page.md").write_text("# A page\n\nNew.\n", "utf-8")
    again = build(bilingual, tmp_path / "cache", edition=said)
    assert "A changé depuis." in pages(again)["fr/page/index.html"]


def _headings(path: Path) -> list[str]:
    """The anchors of a page's headings: those that it gives, or what the words make."""
    found = []
    for heading in re.findall(
        r"^#+ (.*)$", re.sub(r"(?s)```.*?```", "", path.read_text("utf-8")), re.MULTILINE
    ):
        own = re.search(r"\{ #(\S+) \}$", heading)
        found.append(own[1] if own else slugify(heading, "-"))
    return found


@pytest.mark.parametrize("path", sorted((PROJECT / "site_src/fr").rglob("*.md")), ids=str)
def test_a_translated_page_has_the_places_of_the_english_one(path: Path) -> None:
    """Links to a heading work in every language, and the English text it was made from is named."""
    name = path.relative_to(PROJECT / "site_src/fr").as_posix()
    there = _headings(PROJECT / "site_src" / name)
    if name in outdated(PROJECT, "fr"):  # the page says so; what it has not yet, no reader misses
        assert set(_headings(path)) <= set(there)
    else:
        assert _headings(path) == there
    assert re.search(r"^english: [0-9a-f]{12}$", path.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    ("file", "path", "said"),
    [
        (
            "members/index.html",
            "members/index.html",
            "site_src/members/index.md or site_src/members.md",
        ),
        ("index.html", "index.html", "site_src/index.md would have the address /index.html"),
        ("robots.txt", "robots.txt", "site_src/robots.txt would have the address /robots.txt"),
        ("data/x/index.html", "data/x", "site_src/data/x/index.md or site_src/data/x.md would"),
        ("members", "members/index.html", "site_src/members would have the address /members"),
    ],
)
def test_a_clash_names_the_file_to_rename(file: str, path: str, said: str) -> None:
    """Whichever of the two is the folder, the written file is named, as it may be called."""
    clash = Editions((Prose(Path(), ("about/index.html", file)),)).clash(path)
    assert clash is not None
    assert clash.message.startswith(said)
    assert "another name" in clash.hint
    assert Editions((Prose(Path(), ("about/index.html",)),)).clash(path) is None


@pytest.mark.browser
def test_pages_work_under_their_policy(prose: Prose, chromium: Any) -> None:
    """In a browser no page breaks its policy, asks another host, or is wider than a phone."""
    said: list[str] = []
    with serving(prose.folder) as base:
        page = chromium.new_page(viewport={"width": 360, "height": 800})
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda r: r.url.startswith((base, "data:")) or said.append(r.url))
        for address in prose.pages:
            page.goto(base + address, wait_until="networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
            assert page.evaluate("document.documentElement.classList.contains('js')"), address
            page.click(".mw-bar__open")
            page.wait_for_selector(".md-sidebar--primary .md-nav__link:visible")
        page.close()
    assert said == []
