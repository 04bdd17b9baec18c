"""What tests share: the tiny publication to change at will, and a browser where there is one."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from browsers import chromium_path
from madewhere.package_writer import table_bytes
from madewhere.render import producers
from on_disk import csv_rows
from tiny_publication import TINY


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The data folder of a publication with three factories, to be changed by the test."""
    return Path(shutil.copytree(TINY, tmp_path / "data"))


Rows = list[dict[str, str]]


@pytest.fixture
def edit() -> Callable[[Path, Callable[[Rows], object]], None]:
    """Change the rows of a table's file in place; the file keeps the form that the tool writes."""

    def edit_table(path: Path, change: Callable[[Rows], object]) -> None:
        rows: Rows = csv_rows(path)
        change(rows)
        path.write_bytes(table_bytes("ledger" if path.parent.name == "ledger" else path.stem, rows))

    return edit_table


@pytest.fixture(scope="session", autouse=True)
def _pictures_drawn_once() -> Iterator[None]:
    """Each picture for chats is drawn once, however many sites show it: the same card is the same picture."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(producers, "picture", functools.cache(producers.picture))
        yield


@pytest.fixture(scope="session")
def chromium_program() -> str:
    """Where a Chromium is; the test is skipped where there is none, and fails where CI needs one."""
    path = chromium_path()
    if path is None:
        if os.environ.get("MADEWHERE_REQUIRE_BROWSER"):
            pytest.fail("a Chromium is required here, and there is none")
        pytest.skip("there is no Chromium on this machine")
    return path


@pytest.fixture(scope="session")
def chromium(chromium_program: str) -> Iterator[object]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()
