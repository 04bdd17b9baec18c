"""The blank forms."""

from __future__ import annotations

import hashlib

import yaml

from madewhere.form.blank import ISSUE_FORM, issue_form, text_form
from madewhere.form.questions import DECLARATIONS, FORM_VERSION, QUESTIONS, scope_lines
from madewhere.project import ROOT

_CONTACTS = ("mail", "phone", "person", "contact")


def test_the_issue_form_of_this_repository_is_what_the_program_makes():
    """Run `madewhere intake --issue-form > .github/ISSUE_TEMPLATE/factory.yml` where this fails."""
    assert (ROOT / ISSUE_FORM).read_text("utf-8") == issue_form()


def test_the_form_to_take_from_the_site_is_what_the_program_makes():
    """Run `madewhere intake --text-form > site_src/contribute/factory-form.txt` where this fails."""
    assert (ROOT / "site_src/contribute/factory-form.txt").read_text("utf-8") == text_form()


def test_consent_comes_first_and_no_field_asks_for_a_contact():
    """The first field is what may be shown, with identity required."""
    body = yaml.safe_load(issue_form())["body"]
    first = body[0]["attributes"]["options"]
    assert [option["required"] for option in first] == [True, False, False, False, False]
    assert "(identity)" in first[0]["label"]
    fields = [field for field in body if field["type"] == "input"]
    assert len(fields) == len(QUESTIONS)
    for field in fields:
        told = f"{field['id']} {field['attributes']['label']}".casefold()
        assert not any(word in told for word in _CONTACTS)


def test_the_forms_have_what_a_git_host_asks_of_them():
    """Identifiers and labels are there once each, and every kind of field is one that GitHub has."""
    form = yaml.safe_load(issue_form())
    assert {"name", "description", "body"} <= form.keys()
    named = [field for field in form["body"] if field["type"] != "markdown"]
    assert {field["type"] for field in named} == {"checkboxes", "input"}
    for key in ([f["id"] for f in named], [f["attributes"]["label"] for f in named]):
        assert len(set(key)) == len(key)


def test_whoever_changes_what_is_agreed_to_gives_it_another_version():
    """Consents name the version of the words that the factory read."""
    words = "\n".join([*scope_lines().values(), *DECLARATIONS])
    digest = hashlib.sha256(words.encode()).hexdigest()[:12]
    assert (FORM_VERSION, digest) == ("form-2026-4", "03973fb4a9c1")


def test_no_line_of_the_file_is_long():
    """Explanations are broken, so that no editor has to; only what is ticked stays in one line."""
    assert all(len(line) <= 90 for line in text_form().split("\n") if not line.startswith("- ["))
