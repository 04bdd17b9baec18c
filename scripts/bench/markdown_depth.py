"""Audits, findings, people, certificates and voices of a factory's page as lines of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from madewhere.render.speaker import Speaker

Facts = dict[str, Any]

_SPECIAL = re.compile(r"([\\`*_{}\[\]()>#+.!-])")
NO_CONSENT = "No consent to show this"
_NOT_KNOWN = "Not known"


def plain(text: Any) -> str:
    """Text that Markdown shows as it is."""
    if text is None or text == "":
        return _NOT_KNOWN
    escaped = _SPECIAL.sub(r"\\\1", str(text))
    return escaped.replace("&", "&amp;").replace("<", "&lt;")


class Depth:
    """The sections in depth. ``words`` are those for codes, ``say`` writes days and numbers."""

    def __init__(self, words: Facts, say: Speaker) -> None:
        self._words = words
        self._say = say

    def day(self, text: str) -> str:
        """A day of the facts in words."""
        return self._say.date(date.fromisoformat(text))

    def word(self, vocabulary: str, code: str) -> str:
        """The word for a code."""
        word: str = self._words[vocabulary].get(code, code)
        return word

    def number(self, value: float | None) -> str:
        """A number as people write it."""
        return _NOT_KNOWN if value is None else self._say.number(value)

    def said(self, source: Facts, word: str = "Stated") -> str:
        """Who stated something, and when."""
        through = "the factory itself, through " if source["by"] == "factory" else ""
        return f"\n*{word} by {through}{plain(source['member'])}, {self.day(source['on'])}*"

    def counts(self, plan: Facts | None) -> str:
        """How far a plan is."""
        if plan is None:
            return "No plan disclosed, or no consent to show it"
        state = self.word("plan_state", plan["state"])
        if not plan["findings"]:
            return state
        return f"{state}: {plan['findings']} findings, {plan['closed']} fixed, {plan['overdue']} overdue"

    def audits(self, f: Facts) -> Iterator[str]:
        """When it was checked."""
        yield "\n## When it was checked\n"
        if not f["audits"]:
            yield "No audit disclosed, or no consent to show it"
        for audit in f["audits"]:
            yield f"1. **{self.day(audit['date'])}**, {audit['age']}\n"
            kinds = [self.word(f"audit_{kind}", audit[kind]) for kind in ("type", "category")]
            yield f"    {', '.join(kinds)}\n"
            known = audit["announcement"]
            yield (
                f"    {self.word('announcement', known)}: {self.word('announcement_help', known)}\n"
            )
            firm = f"[{plain(audit['firm']['name'])}](/{audit['firm']['path']})"
            members = plain(", ".join(audit["members"]))
            yield f"    Checked by {firm}; disclosed by {members}\n"
            rating = f"{audit['rating_letter']}, {audit['rating_percent']}%"
            yield f"    Rating {rating}, {audit['alerts']} alerts\n"
            for chapter in audit["chapters"]:
                result = f"{chapter['letter']}, {chapter['percent']}%"
                yield f"    Result of {plain(chapter['title'])}: {result}\n"
            yield f"    {self.counts(audit['plan'])}\n"
            if audit["in_depth"]:
                met = "" if audit["met"] is None else f", {audit['met']} requirements met"
                yield f"    [This audit in full](/{audit['path']}){met}\n"
            yield from (f"    {line}\n" for line in self._differing(audit["differing"]))

    def found(self, f: Facts) -> Iterator[str]:
        """What was found: of the newest plan in full, of the others what is open."""
        planned = [audit for audit in f["audits"] if audit["findings"]]
        if not planned:
            return
        yield "\n## What was found, and is it being fixed?\n"
        yield (
            "A finding is something that auditors found not to be as it should be. It counts as "
            "fixed when a brand that buys here has verified it."
        )
        for number, audit in enumerate(planned):
            kind = self.word("audit_type", audit["type"])
            yield f"\n### {kind}, {self.day(audit['date'])}\n\n{self.counts(audit['plan'])}"
            in_order = sorted(audit["findings"], key=lambda finding: bool(finding["closed"]))
            most = 0 if number else self._words["findings_in_full"]
            for finding in in_order[:most]:
                yield from self._finding(finding)
            for finding in in_order[most:]:
                if not (number and finding["closed"]):
                    yield f"\n- {self._requirement(finding)}, {self._state(finding)}"

    def _requirement(self, finding: Facts) -> str:
        asked = finding["requirement"]
        if asked is None:
            return f"`{finding['slug']}`"
        return f"[{plain(asked['title'])}](/{asked['path']})"

    def _state(self, finding: Facts) -> str:
        state = self.word("finding_state", finding["state"])
        if finding["overdue"]:
            return f"Overdue since {self.day(finding['deadline'])}, {state}"
        if finding["closed"]:
            return f"Fixed, verified on {self.day(finding['closed_on'])}"
        return state

    def _finding(self, finding: Facts) -> Iterator[str]:
        yield f"\n#### Not met: {self._requirement(finding)}\n"
        chapter = plain(finding["requirement"]["chapter"]) if finding["requirement"] else ""
        severity = self.word("severity", finding["severity"])
        yield f"{self._state(finding)}, {severity}, {chapter}, {plain(finding['finding'])}\n"
        yield f"- The auditors found: {plain(finding['description'])}"
        yield f"- To be done: {plain(finding['corrective_action'])}"
        if not (finding["closed"] or finding["overdue"]):
            deadline = finding["deadline"]
            yield f"- Deadline: {self.day(deadline) if deadline else 'Not stated'}"
        for comment in finding["comments"]:
            who = "The factory" if comment["by"] == "factory" else plain(comment["member"])
            yield f"- {who} says, {self.day(comment['date'])}: {plain(comment['text'])}"
        if not any(comment["by"] == "factory" for comment in finding["comments"]):
            yield "- The factory says: No comment"
        for step in finding["steps"]:
            who = "the factory" if step["by"] == "factory" else plain(step["member"])
            how = f", {self.word('verified_how', step['how'])}" if step["how"] else ""
            counts = "" if step["counts"] else ", which does not count"
            yield f"- {self.day(step['date'])} {_STEPS[step['event']]} {who}{how}{counts}"
        yield from (f"- {line}" for line in self._differing(finding["differing"]))

    def _differing(self, found: Iterable[Facts]) -> Iterator[str]:
        for other in found:
            column = self.word("field", other["column"])
            yield f"{plain(other['member'])} stated: {column} **{plain(other['value'])}**"

    def people(self, f: Facts) -> Iterator[str]:
        """Who works there, and how much they can make."""
        people, more = f["people"], f["profile"]
        if "profile" not in f["agreed"] or not (people or more):
            return
        yield "\n## Who works here, and how much\n"
        if people:
            columns = ("women", "men", "all", "migrants")
            yield "| Contract | Women | Men | All | Migrant workers |\n|---|---|---|---|---|"
            for row in people["contracts"]:
                numbers = [self.number(row[column]) for column in columns]
                yield f"| {self.word('contract', row['contract'])} | {' | '.join(numbers)} |"
            sums = [
                f"{'' if each['whole'] else 'at least '}{self.number(each['people'])}"
                for each in people["sums"]
            ]
            yield f"| Together | {' | '.join(sums)} |"
            if people["differs"]:
                yield "\nThe contracts do not add up to the number of people stated above."
            yield from map(self.said, people["sources"])
        if more:
            yield f"\n- Buildings: {self.number(more['buildings'])}"
            yield f"- Steps done inside: {plain(', '.join(f['processing_types']))}"
            yield f"- Steps given outside: {plain(', '.join(more['outside_processes']))}"
            own = [link["name"] for link in f["suppliers"] if link["by"] == "factory"]
            yield f"- Subcontractors it declares: {plain(', '.join(own))}"
            yield f"- Languages spoken: {plain(', '.join(more['languages']))}"
            unit, period = more["capacity_unit"] or "", more["capacity_period"] or ""
            yield (
                f"- It can make: {self.number(more['capacity'])} "
                f"{self.word('capacity_unit', unit)} {self.word('capacity_period', period)}"
            )
            yield self.said(more["source"])

    def certificates(self, f: Facts) -> Iterator[str]:
        """What is claimed, and the certificates."""
        yield "\n## Certificates and claims\n"
        if "certificates" not in f["agreed"]:
            yield NO_CONSENT
            return
        if not (f["claims"] or f["certificates"]):
            yield "It agreed, and nobody has disclosed a certificate or a claim."
        for claim in f["claims"]:
            by, audit = claim["certificate"], claim["audit"]
            yield f"\n“{plain(claim['statement'])}”, {self.word('claim_about', claim['about'])}\n"
            yield f"**{self.word('support', claim['support'])}**"
            if by:
                yield f"by certificate {plain(by['number'])}, {self._valid(by)}"
            if audit:
                yield f"by an audit of {self.day(audit['date'])}, {audit['age']}"
            yield self.said(claim["source"], "Claimed")
        for held in f["certificates"]:
            standard, at = held["standard"], held["look_up"]
            title = plain(standard["title"] if standard else held["slug"])
            state = self.word("certificate_state", held["state"])
            yield f"\n**{title}** {plain(held['number'])}, {state}\n"
            if held["covers"]:
                yield f"{plain(held['covers'])};"
            yield f"valid from {self.day(held['valid_from'])} {self._valid(held)};"
            yield f"[look it up at {plain(at['host'])}]({at['url']})" if at else "no page is known"
            members = plain(", ".join(held["members"]))
            yield f"\n*Issued by {plain(held['issuer'])}; disclosed by {members}*"

    def _valid(self, held: Facts) -> str:
        until = held["valid_until"]
        return f"until {self.day(until)}" if until else "without an end"

    def voice(self, f: Facts) -> Iterator[str]:
        """What workers said, and where they can complain."""
        yield "\n## What workers say\n"
        if "worker_voice" not in f["agreed"]:
            yield NO_CONSENT
            return
        if not f["surveys"]:
            yield "It agreed, and no survey of its workers is disclosed."
        for asked in f["surveys"]:
            answered = f"{self.number(asked['fewest'])} to {self.number(asked['most'])} workers"
            when = f"from {self.day(asked['start'])} to {self.day(asked['end'])}"
            method = self.word("survey_method", asked["method"])
            yield f"\n{answered} answered, asked {method} {when}\n"
            yield "| Topic | Good answers | Answered |\n|---|---|---|"
            for each in asked["topics"]:
                score, people = self._say.percent(each["score"]), self.number(each["respondents"])
                yield f"| {self.word('survey_topic', each['topic'])} | {score} | {people} |"
            members = plain(", ".join(asked["members"]))
            yield f"\n*Asked by {plain(asked['provider'])}; disclosed by {members}*"
        yield "\n## Where workers can complain or ask for help\n"
        if not f["channels"]:
            yield "It agreed, and nobody has stated where its workers can complain."
        for channel in f["channels"]:
            yield from self._channel(channel)

    def _channel(self, channel: Facts) -> Iterator[str]:
        yield f"\n### {plain(channel['name'])}\n"
        reach, hours = plain(channel["reach"]), channel["hours"]
        link = f"[{reach}]({channel['href']})" if channel["href"] else reach
        yield f"- {self.word('channel_how', channel['how'])}: {link} {plain(hours) if hours else ''}"
        yield f"- {self.word('run_by', channel['run_by'])}"
        yield f"- Who may use it: {', '.join(self.word('channel_who', c) for c in channel['who'])}"
        yield f"- For what: {plain(channel['about'])}"
        spoken = (
            f"{each['own'] or each['name']} ({each['name']})" for each in channel["languages"]
        )
        yield f"- Languages: {plain(', '.join(spoken))}"
        yield f"- Does it cost anything? {_FREE[channel['free']]}"
        yield f"- Without a name? {_ANONYMOUS[channel['anonymous']]}"
        yield self.said(channel["source"])


_STEPS = {
    "evidence-submitted": "evidence handed in by",
    "verified-closed": "called fixed by",
    "reopened": "said to have come back by",
}
_FREE = {None: _NOT_KNOWN, True: "No, it is free", False: "Yes, it costs something"}
_ANONYMOUS = {None: _NOT_KNOWN, True: "Yes, no name is needed", False: "No, a name is asked for"}
