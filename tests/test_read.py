"""Reading the whole of the data, side by side and with what was kept."""

from __future__ import annotations

import pytest

from checking import CONSENTS, DESCRIPTOR, FACTORIES, SOURCING, both, cells, events, replaced
from madewhere.disclose import disclose
from madewhere.errors import PublicationError
from madewhere.read import read_data
from madewhere.validate import validate_table
from tiny_publication import AS_OF, DENIM, KNITS, MEDIUM, TEE, TINY, WEAVES


def factories(data, **options):
    """The factories that are fit for use, by member."""
    corpus = read_data(data, as_of=AS_OF, **options).corpus
    return {
        m.slug: [row.cells["factory_id"] for row in m.rows("factories")] for m in corpus.members
    }


def test_the_tiny_publication_is_read():
    """Settings, registers, members in order and the ledger all arrive."""
    result = read_data(TINY, as_of=AS_OF)
    assert result.problems == []
    assert result.corpus.publication.name == "Tiny"
    assert factories(TINY) == {"alder": [KNITS, WEAVES], "birch": [KNITS, DENIM]}
    assert list(result.corpus.register("members", "slug")) == ["alder", "birch"]
    assert len(result.corpus.ledger.known("factory")) == 5
    assert not result.left_out.keys
    assert not result.left_out.unread


def test_without_settings_there_is_no_publication(tiny):
    """A folder without settings is not read."""
    (tiny / "publication.yaml").unlink()
    with pytest.raises(PublicationError, match="no publication"):
        read_data(tiny, as_of=AS_OF)


def test_lines_are_those_of_the_file(tiny):
    """A row knows the line on which it begins, after blank lines and rows with errors too."""
    both(replaced(SOURCING, b"VNDT", b"\n\nVNDT"), cells(SOURCING, 2, tier="9"))(tiny)
    (alder, _) = read_data(tiny, as_of=AS_OF).corpus.members
    assert [row.line for row in alder.rows("sourcing")] == [5]


@pytest.mark.parametrize("content", [b"{", b'{"demo": false, "demo": true}', None])
def test_rows_without_a_readable_descriptor_are_not_used(tiny, content):
    """Whether a package is invented stands in its descriptor; without it no row may be shown."""
    if content is None:
        (tiny / DESCRIPTOR).unlink()
    else:
        (tiny / DESCRIPTOR).write_bytes(content)
    assert factories(tiny) == {"alder": [], "birch": [KNITS, DENIM]}


@pytest.mark.parametrize(
    ("mark", "demo"),
    [
        (b'"demo": false', False),
        (b'"demo": true', True),
        (b'"demo": 0', True),
        (b'"name2": 1', True),
    ],
)
def test_only_a_package_that_says_so_is_real(tiny, mark, demo):
    """Where the mark is missing or odd, the package counts as invented, which is the safe side."""
    replaced(DESCRIPTOR, b'"demo": true', mark)(tiny)
    (alder, _) = read_data(tiny, as_of=AS_OF).corpus.members
    assert alder.demo is demo


def test_registers_are_read_without_a_readable_descriptor(tiny):
    """The registers name no factory, so a slip in their descriptor takes nothing off the site."""
    (tiny / "registers/datapackage.json").write_text("{")
    assert read_data(tiny, as_of=AS_OF).corpus.registers.rows("members")


def test_side_by_side_reads_the_same(tiny, monkeypatch):
    """Packages that are read in several processes come out as in one."""
    cells(FACTORIES, 2, workers="many")(tiny)
    alone = read_data(tiny, as_of=AS_OF)
    monkeypatch.setattr("madewhere.read.data._SIDE_BY_SIDE_FROM_BYTES", 0)
    together = read_data(tiny, as_of=AS_OF)
    assert together == alone


def test_what_is_kept_is_what_was_read(tiny, tmp_path):
    """With a cache the second reading gives the same data and problems, and reads no table."""
    cells(FACTORIES, 2, workers="many")(tiny)
    plain = read_data(tiny, as_of=AS_OF)
    first = read_data(tiny, as_of=AS_OF, cache=tmp_path / "kept")
    second = read_data(tiny, as_of=AS_OF, cache=tmp_path / "kept")
    assert first == plain
    assert second.corpus == plain.corpus
    assert second.problems == plain.problems
    assert second.left_out == plain.left_out
    assert (len(first.reread), len(second.reread)) == (3, 0)


@pytest.mark.parametrize("kept", [b"", b"nonsense", b"\x80\x05"])
def test_a_damaged_cache_is_read_past(tiny, tmp_path, kept):
    """What was kept and cannot be read any more is made again."""
    read_data(tiny, as_of=AS_OF, cache=tmp_path / "kept")
    for path in (tmp_path / "kept").iterdir():
        path.write_bytes(kept)
    assert factories(tiny, cache=tmp_path / "kept") == factories(tiny)


def test_two_folders_with_the_same_bytes_are_two(tiny, tmp_path):
    """A package is kept by its folder too, as its name decides whose consents count."""
    (tiny / "members/alder").rename(tiny / "members/zeta")
    read_data(TINY, as_of=AS_OF, cache=tmp_path / "kept")
    assert "zeta" in factories(tiny, cache=tmp_path / "kept")


def test_a_refused_file_is_not_kept_as_a_missing_one(tiny, tmp_path):
    """Whether a table is missing or refused makes a difference that the cache does not blur."""
    (tiny / CONSENTS).rename(tmp_path / "consents.csv")
    missing = read_data(tiny, as_of=AS_OF, cache=tmp_path / "kept")
    (tiny / CONSENTS).symlink_to(tmp_path / "consents.csv")
    refused = read_data(tiny, as_of=AS_OF, cache=tmp_path / "kept")
    assert [p.code for p in missing.problems] == ["table-missing"]
    assert [p.code for p in refused.problems] == ["file-not-regular"]


@pytest.mark.parametrize("place", ["ledger/2026/gone.csv", "ledger/a/b/gone.txt"])
def test_a_withdrawal_in_a_folder_of_the_ledger_hides_its_factory(tiny, place):
    """A file that stands in the wrong place is reported, and what it may have withdrawn is not shown."""
    file = tiny / place
    file.parent.mkdir(parents=True)
    file.write_text(
        f"kind,identifier,event,date,successor\nfactory,{DENIM},withdrawn,2026-06-01,\n"
    )
    result = read_data(tiny, as_of=AS_OF)
    assert DENIM in result.corpus.doubtful
    assert [problem.code for problem in result.problems] == ["file-unexpected"]


def test_a_withdrawal_before_the_first_event_hides_its_factory(tiny):
    """A withdrawal that is dated before the factory was published is a slip, and is obeyed."""
    (tiny / "ledger/slip.csv").write_text(
        f"kind,identifier,event,date,successor\nfactory,{DENIM},withdrawn,1926-06-01,\n"
    )
    assert DENIM in read_data(tiny, as_of=AS_OF).corpus.doubtful


def test_rows_that_are_kept_no_more_are_read_again(tiny, tmp_path):
    """Rows are made when they are asked for; where they were tidied away by then, from the files."""
    read_data(tiny, as_of=AS_OF, cache=tmp_path / "kept")
    again = read_data(tiny, as_of=AS_OF, cache=tmp_path / "kept")
    for path in (tmp_path / "kept").glob("*-rows.pickle"):
        path.unlink()
    assert again.corpus == read_data(tiny, as_of=AS_OF).corpus


def test_files_that_change_while_they_are_read_are_not_mixed(tiny, tmp_path):
    """Where neither the rows nor the files that they were read from are there, reading stops."""
    read_data(tiny, as_of=AS_OF, cache=tmp_path / "kept")
    again = read_data(tiny, as_of=AS_OF, cache=tmp_path / "kept")
    for path in (tmp_path / "kept").glob("*-rows.pickle"):
        path.unlink()
    cells(FACTORIES, 2, name="Quite New")(tiny)
    with pytest.raises(PublicationError, match="members/alder"):
        again.corpus.members[0].rows("factories")


def test_only_new_files_of_the_ledger_are_validated(tiny, tmp_path, monkeypatch):
    """What each file of the ledger gave is kept, and a file that changed gives what it says now."""
    read_data(tiny, as_of=AS_OF, cache=tmp_path / "kept")
    events("new", ("factory", DENIM, "closed", "2026-01-01", ""))(tiny)
    validated = []

    def counted(name, content, file):
        validated.append(file)
        return validate_table(name, content, file)

    monkeypatch.setattr("madewhere.read.ledger.validate_table", counted)
    ledger = read_data(tiny, as_of=AS_OF, cache=tmp_path / "kept").corpus.ledger
    assert validated == ["ledger/new.csv"]
    assert ledger.state("factory", DENIM, AS_OF) == "closed"
    assert ledger == read_data(tiny, as_of=AS_OF).corpus.ledger


AUDIT = "AMZKZVZ40G"


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        (f"audit,{AUDIT},withdrawn,2026-11-31,", AUDIT),
        (f"audit,{AUDIT.lower()},withdrawn,2026-06-01,", AUDIT),
        (f"audit,{AUDIT},withdrawn,1926-06-01,", AUDIT),
        (f"audit;{AUDIT};withdrawn;2026-06-01;", AUDIT),
        ("member,alder,withdrawn,1926-06-01,", "alder"),
        ("member,Alder,withdrawn,2026-06-01,", "alder"),
        ("member;alder;withdrawn;2026-06-01;", "alder"),
        (f"product,{DENIM},withdrawn,2026-06-01,", DENIM),
        (f"product,{TEE},withdrawn,2026-11-31,", TEE),
        (f"product,{TEE.lower()},withdrawn,2026-06-01,", TEE),
        (f"product;{TEE};withdrawn;2026-06-01;", TEE),
        (f"factory,{TEE},withdrawn,2026-06-01,", TEE),
        (f"gtin,{MEDIUM[1:]},withdrawn,2026-06-01,", MEDIUM),
        (f"gtin;{MEDIUM};withdrawn;2026-06-01;", MEDIUM),
        (f"factory,{DENIM[:4]}\u00a0{DENIM[4:]},withdrawn,2026-06-01,", DENIM),
        (f"factory,{DENIM[:4]}\u2013{DENIM[4:]},withdrawn,2026-06-01,", DENIM),
        (f"factory,{''.join(chr(ord(c) + 0xFEE0) for c in DENIM)},withdrawn,2026-06-01,", DENIM),
    ],
)
def test_a_withdrawal_that_cannot_be_read_is_obeyed(tiny, line, hidden):
    """However it is misspelled in the ledger, and whatever it is, nothing of it is shown."""
    (tiny / "ledger/slip.csv").write_text(
        f"kind,identifier,event,date,successor\n{line}\n", encoding="utf-8"
    )
    corpus = read_data(tiny, as_of=AS_OF).corpus
    assert hidden in corpus.doubtful
    shown, _ = disclose(corpus)
    assert hidden not in repr(shown.tables)


def test_an_audit_is_withdrawn_under_all_its_identifiers(tiny):
    """Another identifier that a member gave the same audit does not keep it on the site."""
    path = tiny / "members/birch/audits.csv"
    path.write_text(path.read_text().replace(AUDIT, "A000000000"))
    (tiny / "ledger/gone.csv").write_text(
        f"kind,identifier,event,date,successor\naudit,{AUDIT},withdrawn,2026-06-01,\n"
    )
    shown, _ = disclose(read_data(tiny, as_of=AS_OF).corpus)
    days = {row.cells["audit_date"].isoformat() for row in shown.tables["audits"]}
    assert "2024-03-05" not in days
    assert days
