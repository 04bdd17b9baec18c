"""What is asked about a factory, in order. Each question fills a column of an imported list."""

from __future__ import annotations

from dataclasses import dataclass

from madewhere.private.invitation.words import SCOPE_HELP, SCOPE_TITLES
from madewhere.tables import SCOPES, table

FORM_VERSION = "form-2026-4"
"""The version of what is agreed to; it stands in the consents that come from a form.

Whoever changes a line of `scope_lines` or `DECLARATIONS` raises it; a test holds them together. Letters
and forms count in one row, see `madewhere.consent.names`: what only a later text names gets a number
above both.
"""

DECLARATIONS = (
    "I speak for the management of this factory.",
    "I know that everybody may copy what is shown, and that copies cannot be called back.",
)
"""What whoever fills in the form for a factory has to agree to, each by itself."""

NAME_OF_CONSENT = "What may be shown"
NAME_OF_DECLARATIONS = "Before you send this"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the column of a list that it fills, what is asked, and an example of an answer.

    ``wrong`` says what an answer has to be like where one cannot be read. ``fills`` are the columns of
    `factories` that the answer ends up in. ``joint`` joins the lines of an answer that has several;
    ``register`` names the register whose titles are the answers to choose from.
    """

    column: str
    label: str
    help: str
    example: str
    wrong: str = ""
    required: bool = False
    fills: tuple[str, ...] = ()
    joint: str = " "
    register: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of `factories` that it fills."""
        return self.fills or (self.column,)


_NUMBER_WRONG = "There may be a typing error: its last characters do not fit the others."

QUESTIONS: tuple[Question, ...] = (
    Question(
        "name",
        "Name",
        "The factory's name in Latin letters, as it is registered or signs.",
        "Padma Fictional Knitwear Ltd",
        required=True,
    ),
    Question(
        "name_native",
        "Name in your own script",
        "The name as people at the factory write it, where that is not in Latin letters.",
        "পদ্মা কল্পিত নিটওয়্যার",
    ),
    Question(
        "name_native_language",
        "Language of that name",
        "Its short code: ar Arabic, bn Bengali, hi Hindi, tr Turkish, vi Vietnamese, zh Chinese.",
        "bn",
        wrong="The language is given as its short code, such as bn for Bengali or zh for Chinese.",
    ),
    Question(
        "street_address",
        "Street address",
        "Building, street and district; the town and the rest are asked below.",
        "Plot 14, Sector 9, Imaginary Export Zone",
        required=True,
        joint=", ",
    ),
    Question("locality", "Town or city", "The town or city.", "Gazipur", joint=", "),
    Question("region", "Region", "State, province or region.", "Dhaka Division", joint=", "),
    Question("postal_code", "Postal code", "Where the country has one.", "1704"),
    Question(
        "country",
        "Country",
        "Its name or its two-letter code.",
        "Bangladesh",
        wrong="The country is given by its name in English or by its two-letter code.",
        required=True,
    ),
    Question(
        "coordinates",
        "Coordinates",
        "Latitude and longitude in degrees, in this order, as a map on a phone shows them.",
        "23.9999, 90.4203",
        wrong="A place is two numbers with a comma between, the latitude first.",
        fills=("latitude", "longitude", "coordinate_precision"),
        joint=", ",
    ),
    Question(
        "sector",
        "Sector",
        "What is made there, in broad terms; several with | between.",
        "Apparel",
        joint="|",
    ),
    Question(
        "facility_type",
        "Facility type",
        "The main kind of work there, such as final product assembly, printing or dyeing, textile "
        "production, raw material processing, warehousing, or an office.",
        "Final Product Assembly",
        wrong="The main kind of work is one of the register of facility types.",
        register="facility_types",
    ),
    Question(
        "processing_types",
        "Work steps",
        "The work steps done there, in English; several with | between.",
        "Knitting|Linking",
        wrong="Work steps are those of the register of processing types, in English.",
        joint="|",
        register="processing_types",
    ),
    Question(
        "product_types",
        "Products",
        "What leaves the factory; several with | between.",
        "T-shirts|Underwear",
        joint="|",
    ),
    Question(
        "workers",
        "Workers",
        "How many people work there: a number or a range.",
        "201-500",
        wrong="Workers are a number such as 640 or a range such as 201-500, in digits.",
        fills=("workers", "workers_min", "workers_max"),
    ),
    Question(
        "women_percent",
        "Women, percent",
        "Women as a share of all workers, from 0 to 100.",
        "62",
        wrong="A share is a number from 0 to 100, such as 62.",
    ),
    Question(
        "migrant_percent",
        "Migrant workers, percent",
        "Workers who came from another country or region for this work, from 0 to 100.",
        "8",
        wrong="A share is a number from 0 to 100, such as 8.",
    ),
    Question(
        "parent_company",
        "Parent company",
        "The company that owns the business at this place.",
        "Fable Textile Holding",
    ),
    Question(
        "website",
        "Website",
        "The factory's own website. It can prove that the factory stands behind its page.",
        "https://factory.example/",
        wrong="A website is an address that begins with https:// or http://.",
    ),
    Question(
        "os_id",
        "OS ID",
        "The factory's identifier at Open Supply Hub, where it has one.",
        "BD2019100FPTYTA",
        wrong=_NUMBER_WRONG,
    ),
    Question(
        "gln",
        "GLN",
        "The Global Location Number of this place, where it has one.",
        "9520123456788",
        wrong=_NUMBER_WRONG,
    ),
    Question(
        "lei",
        "LEI",
        "The Legal Entity Identifier of the business, where it has one.",
        "529900T8BM49AURSDO55",
        wrong=_NUMBER_WRONG,
    ),
    Question(
        "registration_number",
        "Local registration",
        "The number under which the authorities know the factory, with the register's name.",
        "RJSC C-00000",
    ),
)
"""Every question. There is none for a person, an e-mail address or a telephone number."""

LINK_QUESTIONS: tuple[Question, ...] = (
    Question(
        "tier",
        "Tier",
        "How far from the finished product: 1 assembly, 2 components and fabric, 3 first processing "
        "of raw material, 4 raw material.",
        "1",
        wrong="The tier is a number from 1 to 4.",
    ),
    Question(
        "since",
        "Since",
        "The year or the day from which the member has sourced there.",
        "2019",
        wrong="It is a year such as 2019, or a day such as 2019-03-14.",
    ),
)
"""What a member is asked about its own link to the factory. No form for factories has these."""


def scope_lines() -> dict[str, str]:
    """What can be agreed to in the form, by scope, in one line each.

    That is what its questions ask for, and the audits and the products, of which the members know more
    than the factory.
    """
    columns = {column for question in QUESTIONS for column in question.columns}
    asked = {field.scope for field in table("factories").fields if field.name in columns}
    asked |= {"audits", "products"}
    return {
        scope: f"{SCOPE_TITLES[scope]} ({scope}): {SCOPE_HELP[scope]}"
        for scope in SCOPES
        if scope in asked
    }
