"""The blank form: as an issue form of a Git host, and as a text file to fill in anywhere."""

from __future__ import annotations

import textwrap
from typing import Any

import yaml

from madewhere.form.questions import (
    DECLARATIONS,
    NAME_OF_CONSENT,
    NAME_OF_DECLARATIONS,
    QUESTIONS,
    Question,
    scope_lines,
)

ISSUE_FORM = ".github/ISSUE_TEMPLATE/factory.yml"
"""Where GitHub looks for the issue form, from the top of the repository."""

_WIDTH = 88

_PUBLIC = (
    "**What you write here can be read by everybody as soon as you send it**, and stays readable, "
    "whatever is shown later. Write nothing about a person: no names of people, no e-mail addresses, "
    "no telephone numbers. If you would rather not write in public, ask for the form as a file. "
    "Answer in English where you can; what you do not want to say stays empty."
)
_CONSENT = "Tick what may be shown to everybody. Without the first line nothing is shown."
_INTRODUCTION = (
    "For a factory that wants to be shown. Write each answer below its question, under the lines with >.",
    "Do not change the lines that begin with ###.",
    "Put an x between the brackets, like this: [x], of each line that you agree to.",
    "Answer in English where you can. What you do not want to say stays empty.",
    "Write nothing about a person: no names of people, no e-mail addresses, no telephone numbers.",
    "Save the file as plain text (UTF-8).",
    "Send it to the publisher: the address stands at the foot of every page of the site.",
)


def issue_form() -> str:
    """The issue form as YAML, in the form that GitHub documents for issue forms."""
    scopes = [
        {"label": line, "required": scope == "identity"} for scope, line in scope_lines().items()
    ]
    declarations = [{"label": line, "required": True} for line in DECLARATIONS]
    body: list[dict[str, Any]] = [
        _boxes("consent", NAME_OF_CONSENT, scopes, _CONSENT),
        {"type": "markdown", "attributes": {"value": _PUBLIC}},
        *(_input(question) for question in QUESTIONS),
        _boxes("declarations", NAME_OF_DECLARATIONS, declarations),
    ]
    form = {
        "name": "Enter a factory",
        "description": "For a factory that wants to be shown here.",
        "title": "Factory: ",
        "labels": ["factory"],
        "body": body,
    }
    head = "# Made by `madewhere intake --issue-form` from the program's table of questions.\n"
    return head + yaml.safe_dump(form, sort_keys=False, allow_unicode=True, width=100)


def _boxes(
    identifier: str, label: str, options: list[dict[str, Any]], description: str = ""
) -> dict[str, Any]:
    described = {"description": description} if description else {}
    attributes = {"label": label, **described, "options": options}
    return {"type": "checkboxes", "id": identifier, "attributes": attributes}


def _input(question: Question) -> dict[str, Any]:
    return {
        "type": "input",
        "id": question.column,
        "attributes": {
            "label": question.label,
            "description": question.help,
            "placeholder": question.example,
        },
        "validations": {"required": question.required},
    }


def text_form() -> str:
    """The same form as a text file, which is read back like the text of an issue."""
    lines = ["ENTER A FACTORY", ""]
    for sentence in _INTRODUCTION:
        lines += [*textwrap.wrap(sentence, _WIDTH), ""]
    lines += [f"### {NAME_OF_CONSENT}", f"> {_CONSENT}", ""]
    lines += [*(f"- [ ] {line}" for line in scope_lines().values()), ""]
    for question in QUESTIONS:
        needed = " Has to be answered." if question.required else ""
        told = textwrap.wrap(f"{question.help}{needed}", _WIDTH)
        lines += [f"### {question.label}"]
        lines += [f"> {line}" for line in (*told, f"Such as: {question.example}")]
        lines += ["", "", ""]
    lines += [f"### {NAME_OF_DECLARATIONS}", "", *(f"- [ ] {line}" for line in DECLARATIONS)]
    return "\n".join(lines) + "\n"
