"""A factory's page as lines of Markdown, from its facts, as users of MkDocs would have it written."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_depth import NO_CONSENT, Depth, Facts, plain

from madewhere.render.speaker import Speaker


def markdown(f: Facts, words: Facts, say: Speaker) -> Iterator[str]:
    """The lines of a factory's page; its sections are those of Madewhere's page."""
    text = _Page(words, say)
    yield f"# {plain(f['name'])}\n"
    if f["name_native"]:
        yield f"{plain(f['name_native'])}\n"
    yield f"{plain(f['locality'])}, {plain(f['country_name'])}\n\n`{f['factory_id']}`\n"
    yield from text.glance(f)
    yield from text.place_and_work(f)
    yield from text.people(f)
    yield from text.buyers(f)
    yield from text.audits(f)
    yield from text.found(f)
    yield from text.certificates(f)
    yield from text.voice(f)
    yield from text.consent(f)
    yield "\n## Where it is\n"
    if f["outline"]:
        precision = words["precision"].get(f["coordinate_precision"], "")
        yield f"{f['latitude']}, {f['longitude']}: {precision}"
        yield from text.source(f, "coordinates")
    yield f"\n## The code on the label\n\n{plain(f['url'])}"
    yield f"\n## Something wrong here?\n\n[Report an error]({f['report']['href']})\n"
    yield "You run this factory? [How to correct this page, or to withdraw](/contribute/factory/)\n"
    for each in f["confirmations"]:
        named = f"its own domain {plain(each['domain'])} named it on {text.day(each['on'])}"
        yield f"The factory stands behind this page: {named}.\n"
    confirmed, published = text.day(f["confirmed"]["on"]), text.day(f["published_on"])
    yield f"Last confirmed on {confirmed}. Published here since {published}."


class _Page(Depth):
    """The sections of a factory's page as lines of Markdown."""

    def source(self, f: Facts, group: str) -> Iterator[str]:
        if stated := f["sources"].get(group):
            by = "the factory itself, through " if stated["by"] == "factory" else ""
            by += f"{plain(stated['member'])}, {self.day(stated['on'])}"
            yield f"\n*{self._words['group'][group]}: stated by {by}*"
        for other in (each for each in f["differing"] if each["group"] == group):
            values = "; ".join(
                f"{self._words['field'][v['column']]} **{plain(v['value'])}**"
                for v in other["values"]
            )
            yield f"\n*{plain(other['member'])} stated on {self.day(other['on'])}:* {values}"

    def glance(self, f: Facts) -> Iterator[str]:
        last = f["audits"][0] if f["audits"] else None
        known = (
            f"{self.day(last['date'])}, {last['age']}"
            if last
            else "no audit disclosed, or no consent"
        )
        shown = [scope for scope in self._words["scopes"] if scope in f["agreed"]]
        confirmed = self.day(f["confirmed"]["on"])
        for call in f["calls"]:
            yield f"[{plain(call['text'])}](#where-workers-can-complain-or-ask-for-help)\n"
        yield f"- Last check: {known}"
        if last:
            yield f"- Found and fixed: {self.counts(f['progress'])}"
        yield f"- Disclosed by {len(f['sourcing'])} brands, confirmed {confirmed}"
        yield f"- Shown with its consent: {len(shown)} of {len(self._words['scopes'])} subjects\n"

    def place_and_work(self, f: Facts) -> Iterator[str]:
        yield "## What and where this is\n"
        yield f"Address: {plain(f['address_line'])}, {plain(f['country_name'])}"
        for title, others in (("Part of", f["part_of"]), ("Units of this site", f["units"])):
            for other in others:
                yield f"\n{title}: [{plain(other['name'])}]({other['id']}.md)"
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
            yield f"\nWork and people: {NO_CONSENT}"
            return
        yield f"\n- Kind of factory: {plain(f['facility_type'])}"
        yield f"- Work done here: {plain(', '.join(f['processing_types']))}"
        yield f"- Makes: {plain(', '.join(f['product_types']))}"
        yield f"- Owned by: {plain(f['parent_company'])}"
        yield from self.source(f, "production")
        workers = f["workers"] if f["workers"] is not None else f["workers_min"]
        yield f"\n- People who work here: {plain(workers)}"
        yield f"- Women: {plain(f['women_percent'])}"
        yield f"- Migrant workers: {plain(f['migrant_percent'])}"
        yield from self.source(f, "workforce")

    def buyers(self, f: Facts) -> Iterator[str]:
        yield "\n## Who buys here\n"
        for buyer in f["sourcing"] or [{**f["confirmed"], "name": f["confirmed"]["member"]}]:
            tier, since = buyer.get("tier") or "not known", buyer.get("since") or "not known"
            yield f"- {plain(buyer['name'])}, tier {tier}, since {since}"
        for title, links in (
            ("Factories that supply it", f["suppliers"]),
            ("Factories that it supplies", f["customers"]),
        ):
            if links:
                yield f"\n### {title}\n"
            for link in links:
                stated = f"stated by {plain(link['member'])}, {self.day(link['on'])}"
                where = f"{plain(link['country_name'])}, tier {link['tier'] or 'not known'}"
                yield f"- [{plain(link['name'])}]({link['id']}.md), {where}, {stated}"
        if f["network"]:
            yield f"\n[Further up and down: who supplies whom](/{f['network']})"

    def consent(self, f: Facts) -> Iterator[str]:
        yield "\n## What is shown, and what is not\n"
        yield "The factory decides, subject by subject. What it has not agreed to is not published. "
        yield "It may not have been asked either, so that alone says nothing bad about it.\n"
        for scope in self._words["scopes"]:
            agreed = "agreed" if scope in f["agreed"] else "not agreed, or not asked"
            yield f"- {self._words['scope'][scope]}: {self._words['scope_help'][scope]}: {agreed}"
