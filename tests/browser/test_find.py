"""Finding things in a real browser: what is asked, shown, said and kept in the address."""

from __future__ import annotations

import json
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from madewhere.addresses import Addresses
from madewhere.maps.atlas import Atlas
from madewhere.pour import pour
from madewhere.render.kinds.base import Setting
from madewhere.render.kinds.find import Find
from madewhere.render.languages import language
from madewhere.render.producers import IndexFiles
from madewhere.render.renderer import PageProducer, page_environment
from madewhere.render.search import index, postings
from madewhere.render.search.kinds import KINDS
from madewhere.render.search.words import folded, words
from madewhere.render.speaker import Speaker
from search.reading_index import many
from tiny_publication import AS_OF, DENIM, KNITS, LARGE, MEDIUM, TEE, WEAVES

pytestmark = pytest.mark.browser

NAMES = {KNITS: "Fable Knitwear Ltd", WEAVES: "Invented Weaving Co", DENIM: "Pretend Denim A.Ş."}
COUNT = 120


@pytest.fixture(scope="module")
def lots():
    """A site of many factories."""
    return many(COUNT)


@pytest.fixture(scope="module")
def crowd(served, lots, tmp_path_factory):
    """The address of the page that finds many factories, with few to a file."""
    out = served.folder.resolve() / "crowd"
    out.mkdir()
    setting = Setting(
        lots,
        Speaker(language("en"), AS_OF),
        Addresses(lots.publication, "en"),
        (),
        Atlas(lots, {}, only="none"),
    )
    page = PageProducer(Find(), setting, page_environment(setting, "?v=1"), "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "ROWS_A_FILE", 7)
        patch.setattr(index, "POINTS_A_FILE", 8)
        patch.setattr(index, "LONGEST_FILE", 300)
        patch.setattr(Addresses, "prefix", "", raising=False)
        pour([page, IndexFiles(lots, None)], out, previous=None, previous_keys={}, workers=1)
    shutil.copytree(served.folder.resolve() / "assets", out / "assets")
    return f"{served.address}crowd/find/"


@pytest.fixture
def ask(chromium):
    """Open an address and wait for its answer; what the page complains of fails the test."""
    pages, said = [], []

    def asked(address, *, quiet=True, **options):
        page = chromium.new_page(**options)
        pages.append(page)
        if quiet:
            page.on("console", lambda m: said.append(m.text) if m.type != "log" else None)
            page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        answered(page)
        return page

    yield asked
    for page in pages:
        page.close()
    assert said == []


def answered(page):
    """Wait until what stands in the address is answered."""
    page.wait_for_selector("#set[data-done]", state="attached")
    page.wait_for_load_state("networkidle")


def names(page):
    """The names of what is shown."""
    return page.locator("#set .who > a, #set tbody a").all_inner_texts()


def query(page):
    """What stands in the address."""
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("fable knitwear", [KNITS]),
        ("FABLE  Knitwear, Limited", [KNITS]),
        ("knitwear fab", [KNITS]),
        ("কল্পিত", [KNITS]),
        ("নিটওয়্যার", [KNITS]),
        ("Pretend Denim AS", [DENIM]),
        ("pretend denim a.s.", [DENIM]),
        ("gazipur", [KNITS]),
        ("gazipur bangladesh", [KNITS]),
        ("plot 14 imaginary", [KNITS]),
        ("1704", [KNITS]),
        (KNITS, [KNITS]),
        ("bd-ig1d 22y", [KNITS]),
        ("BDIGID22Y", [KNITS]),
        (KNITS[:5], [KNITS]),
        (WEAVES[:6].lower(), [WEAVES]),
        ("BD2019100FPTYTA", [KNITS]),
        ("turkey", [DENIM]),
        ("street", [WEAVES]),
        ("fable limi", [KNITS]),
        ("fable knitwear l", [KNITS]),
        (f"\u2066{KNITS}\u2069", [KNITS]),
        ("BD–1G1D–22Y", [KNITS]),
        (f"ID: {KNITS}", [KNITS]),
        (f"F/{KNITS}", [KNITS]),
    ],
)
def test_a_factory_is_found(ask, served, asked, found):
    """By its name in any script and order, town, country, address and ID, however they are typed."""
    page = ask(f"{served.address}find/")
    page.fill("#q", asked)
    page.press("#q", "Enter")
    page.wait_for_url("**/find/?q=*")
    expect(page.locator("#count")).to_have_text("1 factory" if len(found) == 1 else "")
    assert names(page) == [NAMES[each] for each in found]
    assert query(page)["q"] == [" ".join(asked.split()) if "  " not in asked else asked]
    page.click("#set .who > a")
    page.wait_for_url(f"**/F/{found[0]}/")


@pytest.mark.parametrize(
    "asked",
    [
        *("harbour tee", "Tee HARB", "alder shirt", "elastane", TEE, "4harb-ort5", TEE[:6]),
        *(MEDIUM, MEDIUM[1:], LARGE[1:9], "9520000 000011", "(01)09520000000028"),
        *(
            "(01) 0 9520000 00002 8",
            f"01{MEDIUM}",
            f"GTIN {MEDIUM}",
            "٩٥٢٠٠٠٠٠٠٠٠١١",
            "৯৫২০০০০০০০০১১",
        ),
        *(f"https://tiny.example/01/{MEDIUM}/10/LOT7", f"tiny.example/P/{TEE}/"),
    ],
)
def test_a_product_is_found(ask, served, asked):
    """By its name, brand, kind and material, by its ID and by the number in its bar code."""
    page = ask(f"{served.address}find/")
    page.fill("#q", asked)
    page.press("#q", "Enter")
    expect(page.locator("#count")).to_have_text("1 product")
    assert names(page) == ["Harbour tee"]
    page.click("#set .who > a")
    page.wait_for_url(f"**/P/{TEE}/")


def test_a_product_says_what_lists_of_products_say(ask, served):
    """In the list and in the table: brand, kind, where it was sewn, and when that factory was checked."""
    page = ask(f"{served.address}find/?kind=product")
    told = page.locator("#set li").inner_text().split("\n")
    assert [line for line in told if line] == [
        *("Harbour tee", "T-shirt", "Alder"),
        *("Sewn in Bangladesh", "Factory checked March 2025", TEE),
    ]
    assert page.get_attribute("#set .who bdi", "lang") == "en"
    table = ask(f"{served.address}find/?kind=product&view=table")
    heads = table.locator("#set thead th").all_inner_texts()
    assert heads == ["Product", "Brand", "Sewn in", "Factory checked"]
    cells = table.locator("#set tbody td").all_inner_texts()
    assert cells == ["Alder", "Bangladesh", "March 2025"]
    mapped = ask(f"{served.address}find/?kind=product&view=map")
    expect(mapped.locator("#map .map-pin")).to_have_count(1)
    assert mapped.get_attribute("#map .map-pin", "aria-label") == "Harbour tee"


def test_only_filters_that_can_leave_something_out_are_offered(ask, served):
    """Products have no tier, members no filter at all; one that is chosen stays, to be taken back."""
    page = ask(f"{served.address}find/", viewport={"width": 1280, "height": 900})
    facets = page.locator("[data-facet]:visible > summary")
    everything = facets.all_inner_texts()
    assert {"Country", "Tier", "Work steps"} <= set(everything)
    page.check("input[name=kind][value=product]", force=True)
    expect(page.locator("#count")).to_have_text("1 product")
    assert facets.all_inner_texts() == [
        each for each in everything if each not in ("Kind of factory", "Work steps", "Tier")
    ]
    page.check("input[name=kind][value=member]", force=True)
    expect(page.locator("#count")).to_have_text("2 members")
    expect(page.locator("#narrow")).to_be_hidden()
    chosen = ask(
        f"{served.address}find/?tier=1&kind=product", viewport={"width": 1280, "height": 900}
    )
    expect(chosen.locator("[data-facet=tier]")).to_be_visible()
    expect(chosen.locator("[data-facet=process]")).to_be_hidden()


TEXTS = [
    *("İstanbul Ağaç A.Ş.", "Phường Đông Hưng Thuận", "D’Or O'Neill’s Łódź ß", "ｆｕｌｌ １２"),
    *("কল্পিত নিটওয়্যার নং ৬৮০৫৪", "مَصْنَع إيرانى ١٢ کارخانه", "Ёлка ткань", "Κλωστήριος ΣΑΣ"),
    *(
        "杭州制衣有限公司",
        "广州服装厂",
        "厂",
        "한국섬유 주식회사",
        "テキスタイル㈱",
        "โรงงานผ้า",
        "រោងចក្រ",
    ),
    *("The Company Limited", "A.B. Mills Ltd", "ABC制衣2厂", "x—y_z", "𠀋𠀌工場", "हिन्दी कपड़ा १२"),
]


def test_words_are_taken_apart_as_in_the_index(ask, served):
    """Whatever is typed, the script looks for words under which the index has that text."""
    page = ask(f"{served.address}find/")
    told = page.evaluate(
        """async (texts) => {
          const { open } = await import(new URL("../assets/find-index.js", location.href));
          const { words } = await open(new URL("index.json", location.href).href.replace("index.json", ""));
          return texts.map((text) => [words.folded(text), words.asked(text)]);
        }""",
        TEXTS,
    )
    for text, (plain, asked) in zip(TEXTS, told, strict=True):
        assert plain == folded(text)
        assert asked, text
        for each in asked:
            starts = each["begins"] and any(w.startswith(each["word"]) for w in words(text))
            assert starts or each["word"] in words(text), (text, each)


def test_lists_are_read_as_they_were_written(ask, served):
    """Near and far entries, runs and single ones come back in the browser."""
    lists = [
        [],
        [0],
        [5],
        [0, 1, 2, 3, 4, 5, 40, 41, 42, 43, 44, 100_000],
        [*range(900, 5000)],
        [31, 32, 64, 2000],
    ]
    page = ask(f"{served.address}find/")
    read = page.evaluate(
        """async (texts) => {
          const { listed } = await import(new URL("../assets/find-index.js", location.href));
          return texts.map(listed);
        }""",
        [postings.written(each) for each in lists],
    )
    assert read == lists


@pytest.mark.parametrize(
    "asked", ["fable", "lace", "mill 7", "mill 11 silk", "gazi", "savar", "turkiye"]
)
@pytest.mark.parametrize(
    "filters", [{}, {"country": ["VN"]}, {"country": ["VN", "TR"], "place": ["TR-savar"]}]
)
def test_what_is_found_is_what_there_is(ask, crowd, lots, asked, filters):
    """Every entry that has all words and fits every filter, and no other, from files of a few terms."""
    page = ask(crowd)
    found = page.evaluate(
        """async ([q, filters]) => {
          const { open, search } = await import(new URL("../assets/find-index.js", location.href));
          const index = await open(location.href);
          const { kinds } = await search(index, { q, filters });
          return Promise.all(kinds[0].found.map(async (entry) => (await index.row(entry))[0]));
        }""",
        [asked, filters],
    )
    expected = {
        entry.href
        for entry in KINDS[0].entries(lots)
        if all(set(wanted) & set(entry.facets[facet]) for facet, wanted in filters.items())
        and all(
            any(
                has.startswith(word) for text in (*entry.names, *entry.texts) for has in words(text)
            )
            for word in words(asked)
        )
    }
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_names_come_before_addresses_and_whole_words_before_parts(ask, served):
    """“Fable” is a name, a parent company's name comes after it; the order is stable."""
    page = ask(f"{served.address}find/?q=bangladesh&kind=place")
    assert names(page)[0] == "Bangladesh"


def test_the_address_keeps_what_was_chosen(ask, served):
    """A filter, a view and a kind stand in the address, come back with it, and go with the back button."""
    page = ask(f"{served.address}find/", viewport={"width": 1280, "height": 900})
    page.click("[data-facet=process] > summary")
    page.check("[data-facet=process] input[value=sewing]")
    expect(page.locator("#count")).to_have_text("1 factory")
    page.check("input[name=view][value=table]", force=True)
    expect(page.locator("#set table")).to_be_visible()
    assert query(page) == {"process": ["sewing"], "view": ["table"]}
    again = ask(page.url, viewport={"width": 1280, "height": 900})
    assert names(again) == [NAMES[KNITS]]
    assert again.is_checked("[data-facet=process] input[value=sewing]")
    assert again.is_checked("input[name=view][value=table]")
    page.go_back()
    expect(page.locator("#set ol")).to_be_visible()
    page.go_back()
    expect(page.locator("#count")).to_have_text("3 factories")
    assert query(page) == {}


def test_list_table_and_map_show_the_same(ask, served):
    """The names of the list stand in the table too, and on the map all that have a place."""
    wanted = f"{served.address}find/?process=weaving&process=sewing"
    page = ask(wanted)
    listed = names(page)
    assert listed == [NAMES[KNITS], NAMES[WEAVES]]
    table = ask(f"{wanted}&view=table")
    assert names(table) == listed
    cells = table.locator("#set tbody tr").first.locator("td").all_inner_texts()
    assert cells == ["Gazipur", "Bangladesh", "Final Product Assembly", "March 2025"]
    mapped = ask(f"{wanted}&view=map")
    expect(mapped.locator("#map .map-pin")).to_have_count(2)
    pins = mapped.locator("#map .map-pin").all()
    assert sorted(pin.get_attribute("aria-label") for pin in pins) == sorted(listed)
    assert names(mapped) == listed
    everything = ask(f"{served.address}find/?view=map")
    expect(everything.locator("#map [role=status]")).to_have_text("1 has no place given.")


def test_filters_say_how_many_there_would_be(ask, served):
    """Each value has its number; those of one filter ignore that filter, and zeros are left out."""
    page = ask(f"{served.address}find/?country=BD", viewport={"width": 1280, "height": 900})

    def counts(facet):
        lines = page.locator(f"[data-facet={facet}] li:visible")
        return dict(line.split("\n") for line in lines.all_inner_texts())

    assert counts("country") == {"Bangladesh": "1", "Türkiye": "1", "Vietnam": "1"}
    page.click("[data-facet=process] > summary")
    expect(page.locator("[data-facet=process] li:visible")).to_have_count(2)
    assert set(counts("process").values()) == {"1"}
    page.fill("#q", "weaving")
    expect(page.locator("#count")).to_have_text("Nothing found")


def test_what_was_chosen_can_be_taken_back(ask, served):
    """Each choice is a button that undoes it, and the keyboard stays near."""
    page = ask(f"{served.address}find/?country=BD&place=BD-gazipur")
    assert page.locator("#chips button").all_inner_texts() == [
        "Bangladesh ×",
        "Gazipur ×",
        "Clear the filters",
    ]
    assert page.inner_text("#chosen") == "2"
    page.get_by_label("Without the filter Gazipur").press("Enter")
    expect(page.locator("#chips button")).to_have_count(1)
    assert query(page) == {"country": ["BD"]}
    assert page.evaluate("document.activeElement.closest('#chips') !== null")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("3 factories")
    assert page.evaluate("document.activeElement.id") == "q"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("BD1G1D22Z", "As an ID, BD1G1D22Z cannot be right: its last character does not fit"),
        ("bdigid22z", "As an ID, BD1G1D22Z cannot be right: its last character does not fit"),
        ("BDIG1D9", "An ID has nine characters, and BD1G1D9 has 7."),
        (
            "PT439T5JB",
            "PT439T5JB is a proper ID, but no factory or product shown here has it. If it was ever",
        ),
        (
            "9521234567899",
            "9521234567899 is a proper number, but nothing shown here has it. If it was ever",
        ),
        ("9521234567890", "9521234567890 cannot be right: its last digit does not fit"),
        ("fable zzzz", "Not found: zzzz."),
        ("<b>zzzz</b>", "Not found: zzzz."),
        ("knitwears", "Not found: knitwears."),
        ("mill 7 dhakax", "Not found: mill"),
        ("4HARBORT6", "As an ID, 4HARB0RT6 cannot be right: its last character does not fit"),
        ("fable denim", "Nothing here has all of these words."),
        ("constructor", "Not found: constructor."),
        ("fable&country=VN", "There may be more without the filters."),
    ],
)
def test_who_finds_nothing_is_helped(ask, served, asked, said):
    """What may be wrong with an ID, a number or a word is said, and that not all are listed."""
    page = ask(f"{served.address}find/?q={asked}")
    assert page.inner_text("#count") == "Nothing found"
    assert said in page.inner_text("#set")
    assert "A factory that has not agreed is not listed." in page.inner_text("#set")


def test_a_withdrawn_identifier_leads_to_its_page(ask, served):
    """Its page is the one that says what became of it."""
    page = ask(f"{served.address}find/?q=PT439T5JB")
    page.click("#set a")
    page.wait_for_url("**/F/PT439T5JB/")


@pytest.mark.parametrize("asked", ["knitwears", "mill 7 dhakax", "pretends", "9521000"])
def test_a_word_is_not_taken_for_an_identifier(ask, served, asked):
    """Nobody who typed words is told of characters of an ID."""
    page = ask(f"{served.address}find/?q={asked}")
    assert "ID" not in page.inner_text("#set")


@pytest.mark.parametrize(
    ("asked", "kind", "count"),
    [
        ("kind=product&q=gazipur", "factory", "1 factory"),
        ("kind=factory&q=harbour+tee", "product", "1 product"),
        (f"kind=factory&q={MEDIUM}", "product", "1 product"),
        ("q=harbour+tee", "product", "1 product"),
    ],
)
def test_nothing_is_denied_that_another_kind_has(ask, served, asked, kind, count):
    """What is found stands on the screen, whichever kind was looked at before."""
    page = ask(f"{served.address}find/?{asked}")
    expect(page.locator("#count")).to_have_text(count)
    assert page.input_value("input[name=kind]:checked") == kind


def test_a_filter_that_hides_it_is_named_and_no_number_is_denied(ask, served):
    """A number that is shown is never said to be unknown, whatever the filters leave out."""
    page = ask(f"{served.address}find/?q={KNITS}&country=VN")
    assert "There may be more without the filters." in page.inner_text("#set")
    assert "proper ID" not in page.inner_text("#set")


def test_nothing_that_was_typed_is_lost(ask, served):
    """What stands in the field counts with whatever is pressed next, however soon."""
    page = ask(f"{served.address}find/?q=zzzz", viewport={"width": 1280, "height": 900})
    page.fill("#q", "")
    page.fill("#q", "fable")
    page.check("input[name=view][value=table]", force=True)
    expect(page.locator("#count")).to_have_text("1 factory")
    assert page.input_value("#q") == "fable"
    assert query(page) == {"q": ["fable"], "view": ["table"]}


def test_what_has_no_place_is_offered_no_map(ask, served):
    """Members and places are lists; an address that asks for their map shows the list."""
    page = ask(f"{served.address}find/?kind=member&view=map")
    expect(page.locator("input[name=view][value=map]")).to_be_hidden()
    assert "Alder" in page.inner_text("#set")
    expect(page.locator("#map")).to_be_hidden()


def test_a_word_too_many_can_be_dropped(ask, served):
    """Where one of several words is not found, the others are offered."""
    page = ask(f"{served.address}find/?q=fable+zzzz")
    page.click("#set button")
    expect(page.locator("#count")).to_have_text("1 factory")
    assert query(page) == {"q": ["fable"]}


def test_typing_finds_without_a_key(ask, served):
    """A pause in typing is enough; the address follows without a step for each letter."""
    page = ask(f"{served.address}find/")
    page.type("#q", "prete")
    expect(page.locator("#count")).to_have_text("1 factory")
    assert names(page) == [NAMES[DENIM]]
    page.type("#q", "nd ")
    page.wait_for_url("**/?q=pretend")
    assert page.input_value("#q") == "pretend "
    assert page.evaluate("history.length") <= 2


def test_members_and_places_have_their_own_list(ask, served):
    """Where no factory has the words the kind that has them is shown; each says how many it holds."""
    page = ask(f"{served.address}find/?q=alder&kind=member")
    assert page.inner_text("#count") == "1 member"
    assert names(page) == ["Alder (fictional)"]
    page.click("#set .who > a")
    page.wait_for_url("**/members/alder/")
    page = ask(f"{served.address}find/?q=gazipur")
    page.check("input[name=kind][value=place]", force=True)
    expect(page.locator("#count")).to_have_text("1 place")
    page.click("#set .who > a")
    page.wait_for_url("**/find/?place=BD-gazipur")
    answered(page)
    assert names(page) == [NAMES[KNITS]]


def test_more_are_shown_when_asked_for(ask, crowd):
    """The first 25 stand there, the button shows 25 more, and the keyboard is at the first of those."""
    page = ask(f"{crowd}?q=fable+mill")
    assert page.inner_text("#count") == "120 factories"
    first = names(page)
    assert len(first) == 25
    page.focus("#more")
    page.keyboard.press("Enter")
    expect(page.locator("#set .who > a")).to_have_count(50)
    assert names(page)[:25] == first
    assert page.evaluate("document.activeElement.textContent") == names(page)[25]
    page.reload()
    answered(page)
    assert len(names(page)) == 25


def test_too_many_for_one_map_are_signs_of_countries(ask, crowd):
    """Each sign has a country's number and opens its factories, by keyboard too."""
    page = ask(f"{crowd}?view=map", viewport={"width": 1000, "height": 900})
    signs = page.locator("#map .map-cluster")
    expect(signs).to_have_count(3)
    assert "Each sign stands for a country" in page.inner_text("#map [role=status]")
    assert sorted(signs.locator(".map-unseen").all_inner_texts()) == [
        *("Bangladesh: 40 factories", "Türkiye: 40 factories", "Vietnam: 40 factories")
    ]
    page.focus("#map .map-cluster[title='Türkiye']")
    page.keyboard.press("Enter")
    expect(page.locator("#map .map-cluster[title='Türkiye']")).to_have_count(0)
    expect(page.locator("#map .map-cluster")).not_to_have_count(2)
    assert "leaflet-container" in page.evaluate("document.activeElement.className")


def test_a_place_on_the_map_leads_to_its_page(ask, served):
    """A pin opens what it stands for; the keyboard goes in, and back when it closes."""
    page = ask(f"{served.address}find/?q=fable&view=map", viewport={"width": 1000, "height": 900})
    page.wait_for_selector("#map[data-done]")
    page.focus(".map-pin")
    page.keyboard.press("Enter")
    expect(page.locator(".map-popup strong")).to_have_text(NAMES[KNITS])
    assert page.evaluate("document.activeElement.textContent") == "Open the page"
    page.keyboard.press("Escape")
    expect(page.locator(".map-popup")).to_have_count(0)
    assert "map-pin" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    page.click(".map-popup a")
    page.wait_for_url(f"**/F/{KNITS}/")


def test_the_keyboard_is_enough(ask, served):
    """From the words over a filter to a result with Tab, Space and arrows, each stop visible."""
    page = ask(f"{served.address}find/", viewport={"width": 1280, "height": 900})
    page.focus("#q")
    walked = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate("""() => {
          const at = document.activeElement;
          const ring = getComputedStyle(at).opacity === "0" ? at.nextElementSibling : at;
          return [at.value || at.textContent.trim(), getComputedStyle(ring).outlineStyle];
        }""")
        assert stop[1] == "solid", stop
        walked.append(stop[0])
        if stop[0] == "VN":
            page.keyboard.press("Space")
            expect(page.locator("#count")).to_have_text("1 factory")
        if stop[0] == "list":
            page.keyboard.press("ArrowRight")
            expect(page.locator("#set table")).to_be_visible()
        if stop[0] == NAMES[WEAVES]:
            break
    assert walked.index("VN") < walked.index("list") < walked.index(NAMES[WEAVES])


def test_how_many_there_are_is_told(ask, served):
    """The number stands where a screen reader announces changes, in the page's language."""
    page = ask(f"{served.address}find/?q=fable")
    assert page.get_attribute("#count", "role") == "status"
    before = page.evaluate("""() => {
      window.told = [];
      new MutationObserver(() => told.push(document.getElementById("count").textContent))
        .observe(document.getElementById("count"), { childList: true });
    }""")
    assert before is None
    page.fill("#q", "zzzz")
    page.press("#q", "Enter")
    expect(page.locator("#count")).to_have_text("Nothing found")
    assert page.evaluate("told.at(-1)") == "Nothing found"
    arabic = ask(f"{served.address}ar/find/")
    assert not any(letter.isascii() and letter.isalpha() for letter in arabic.inner_text("#count"))


def test_a_new_publication_is_noticed(ask, crowd):
    """A page that was open while the site was published anew reads the index again, once."""
    page = ask(f"{crowd}?q=lace", quiet=False)
    old = []

    def answer(route):
        response = route.fetch()
        manifest = response.json()
        if not old:
            old.append(manifest["folder"])
            manifest["folder"] = "0000000000"
        route.fulfill(response=response, body=json.dumps(manifest))

    page.route("**/find/index.json", answer)
    page.reload()
    answered(page)
    assert old
    assert "factories" in page.inner_text("#count")


def test_an_index_that_cannot_be_read_is_told(ask, served):
    """Instead of nothing found, the lists are named that hold the same; later it works again."""
    page = ask(f"{served.address}find/", quiet=False)
    page.route("**/find/*/t*.json", lambda route: route.abort())
    page.fill("#q", "weaving")
    page.press("#q", "Enter")
    expect(page.locator("#count")).to_have_text(
        "The index could not be read. The lists below hold the same."
    )
    page.unroute("**/find/*/t*.json")
    page.press("#q", "Enter")
    expect(page.locator("#count")).to_have_text("1 factory")


def test_without_scripts_the_page_says_where_to_go(chromium, served):
    """There is no form that does nothing, but the lists, and how to open an ID's page."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address + "F/" + KNITS + "/")
    page.locator(".mw-search input").evaluate("input => (input.value = 'fable')")
    page.goto(served.address + "find/?q=fable")
    assert not page.locator("#find").is_visible()
    said = page.inner_text("main")
    assert "write F/ and the ID of a factory, or P/ and that of a product" in said
    page.click("main >> text=All factories")
    assert page.locator("#factories tbody tr").count() == 3
    context.close()


@pytest.mark.parametrize("start", ["", "about/", f"ar/F/{KNITS}/", "factories/"])
def test_the_header_leads_here(ask, chromium, served, start):
    """What is typed at the top of any page is found, in the page's language."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(served.address + start, wait_until="networkidle")
    page.fill(".mw-search input", "fable")
    page.press(".mw-search input", "Enter")
    page.wait_for_url(f"**/{'ar/' if start.startswith('ar/') else ''}find/?q=fable")
    answered(page)
    assert names(page) == [NAMES[KNITS]]
    page.close()


@pytest.mark.parametrize("typed", ["Famalicao", "Marrakech"])
def test_a_town_that_could_be_an_id_is_looked_for(chromium, served, typed):
    """Nobody who typed a name is led to an address that there is not."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(served.address, wait_until="networkidle")
    page.fill(".mw-search input", typed)
    page.press(".mw-search input", "Enter")
    page.wait_for_url(f"**/find/?q={typed}")
    page.close()


STATES = [
    "",
    "?q=fable",
    "?view=table",
    "?q=fable&view=map",
    "?q=BD1G1D22Z",
    "?country=BD&place=BD-gazipur",
    "?kind=place",
    "?kind=product",
    "?kind=member&view=table",
]


@pytest.mark.parametrize(
    ("folder", "width", "scheme"),
    [("", 320, "light"), ("", 1280, "dark"), ("ar/", 320, "dark"), ("ar/", 1280, "light")],
)
@pytest.mark.parametrize("state", STATES)
def test_each_state_fits_and_has_no_axe_violation(ask, served, folder, state, width, scheme):
    """Lists, table, map and help, with all filters open, in both directions and colour schemes."""
    page = ask(
        f"{served.address}{folder}find/{state}",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    page.wait_for_load_state("networkidle")
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
