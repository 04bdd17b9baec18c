"""What pages and downloads are made from: the output types, joined by `link` from what the gate released.

Nothing here can hold what is not shown: a `Site` is made from a `Disclosure` only, and that only by the
gate in `disclose`. A value that is None was stated by nobody or is covered by no consent; `Factory.agreed`
tells the two apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from madewhere.address_endings import without_country
from madewhere.disclose import Disclosure
from madewhere.publication import Publication
from madewhere.site_model.audits import Audit, Progress
from madewhere.site_model.figures import RiskFigures
from madewhere.site_model.handbook import Handbook
from madewhere.site_model.network import LinkStatement, SupplyLink
from madewhere.site_model.parties import (
    AuditFirm,
    Confirmation,
    Differing,
    Member,
    Source,
    Sourcing,
)
from madewhere.site_model.products import GoneProduct, MadeHere, Numbers, Product
from madewhere.site_model.profile import (
    Certificate,
    Claim,
    GrievanceChannel,
    Profile,
    Survey,
    Workforce,
)
from madewhere.site_model.standards import Standard

__all__ = [
    "Audit",
    "AuditFirm",
    "Certificate",
    "Claim",
    "Confirmation",
    "Consent",
    "CountryProfile",
    "Differing",
    "Factory",
    "Figures",
    "GoneProduct",
    "GrievanceChannel",
    "Handbook",
    "LinkStatement",
    "MadeHere",
    "Member",
    "MemberProfile",
    "Numbers",
    "Product",
    "Profile",
    "Progress",
    "Site",
    "Source",
    "Sourcing",
    "Standard",
    "SupplyLink",
    "Survey",
    "Tombstone",
    "Workforce",
]


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent in force. ``member`` is None where it was given for all members."""

    scope: str
    member: Member | None
    decided_on: date
    valid_until: date | None
    method: str


@dataclass(slots=True)
class Factory:
    """A factory that is shown: the newest statement of each group, and all that hangs on it.

    Coordinates are WGS 84 degrees, shares are percent from 0 to 100, ``country`` is a two-letter code.
    ``state`` is open, closed or moved; ``successor`` is set only where it has moved to one that is
    shown. ``agreed`` holds the scopes that it agreed to for at least one member.
    """

    factory_id: str
    state: str
    state_since: date
    published_on: date
    successor: str | None
    name: str
    name_native: str | None
    name_native_language: str | None
    street_address: str | None
    locality: str | None
    region: str | None
    postal_code: str | None
    country: str
    latitude: float | None
    longitude: float | None
    coordinate_precision: str | None
    sector: tuple[str, ...]
    facility_type: str | None
    processing_types: tuple[str, ...]
    product_types: tuple[str, ...]
    parent_company: str | None
    workers: int | None
    workers_min: int | None
    workers_max: int | None
    women_percent: float | None
    migrant_percent: float | None
    os_id: str | None
    gln: str | None
    lei: str | None
    registration_number: str | None
    part_of: str | None
    website: str | None
    sources: dict[str, Source]
    differing: tuple[Differing, ...]
    sourcing: tuple[Sourcing, ...]
    audits: tuple[Audit, ...]
    consents: tuple[Consent, ...]
    agreed: frozenset[str]
    demo: bool
    workforce: tuple[Workforce, ...] = ()
    profile: Profile | None = None
    certificates: tuple[Certificate, ...] = ()
    claims: tuple[Claim, ...] = ()
    surveys: tuple[Survey, ...] = ()
    grievance_channels: tuple[GrievanceChannel, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    products: tuple[MadeHere, ...] = ()
    units: tuple[str, ...] = ()
    suppliers: tuple[SupplyLink, ...] = ()
    customers: tuple[SupplyLink, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it neither closed nor moved. Only such factories are counted."""
        return self.state == "open"

    @property
    def last_confirmed(self) -> Source:
        """The newest of all statements that are shown."""
        return max(self.sources.values(), key=lambda s: (s.stated_on, s.stated_by, s.member.slug))

    @property
    def last_audit(self) -> Audit | None:
        """The newest audit that is shown."""
        return self.audits[0] if self.audits else None

    @property
    def progress(self) -> Progress:
        """How far all its corrective action plans that are shown have come."""
        return Progress.over(self.audits)

    @property
    def address_line(self) -> str:
        """The parts of the address that are known, without the country, separated by commas.

        A country that the statement has at its end is left out, because pages add it in their language.
        """
        street = without_country(self.street_address or "", self.country)
        town = " ".join(part for part in (self.postal_code, self.locality) if part)
        line = ", ".join(part for part in (street, town, self.region) if part)
        return without_country(line, self.country) or town


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A published identifier that shows nothing but its state.

    ``state`` is merged, withdrawn or not-shown; ``successor`` is set only where that one is shown.
    """

    factory_id: str
    state: str
    successor: str | None


@dataclass(slots=True)
class _Profile:
    """What has factories, by name; those that closed or moved among them."""

    factories: list[Factory] = field(default_factory=list, kw_only=True)

    @property
    def open(self) -> int:
        """How many of the factories are open."""
        return sum(factory.is_open for factory in self.factories)


@dataclass(slots=True)
class MemberProfile(_Profile):
    """A member with the factories that it discloses."""

    member: Member
    tiers: dict[str, int | None] = field(default_factory=dict)
    """The member's tier of each factory, by factory ID; None where it is not stated or not shown."""
    products: list[Product] = field(default_factory=list)
    """What it sells, by name; products that it ended are among it."""


@dataclass(slots=True)
class CountryProfile(_Profile):
    """A country with the factories in it. ``code`` is a two-letter code."""

    code: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of the home page, over what is shown.

    Only open factories count, and members and countries that have one; but ``gone`` are those that closed
    or moved, ``audits`` are of all. ``audited_recently`` have an audit in the last 24 months.
    ``products`` are those that their members have not ended.
    """

    factories: int
    gone: int
    members: int
    countries: int
    audits: int
    audited: int
    audited_recently: int
    audits_agreed: int
    products: int


@dataclass(slots=True, eq=False)
class Site:
    """All that is shown on the as-of date. One site equals no other, so that work on it can be kept.

    ``factories`` is in the order of names, ``by_id`` the same by identifier, ``audits`` newest first.
    ``former_members`` are the slugs of members that were published and are not shown any more.
    ``facility_types`` and ``processing_types`` give the titles of codes, ``standards`` the standards by
    their slugs, ``risk`` the figures over findings, ``products`` the products by ID. ``digest`` is of
    all that is shown, ``digests`` of what each shown factory's page holds, by factory ID,
    ``product_digests`` and ``audit_digests`` the same of products and audits; see `digests`.
    """

    disclosure: Disclosure
    publication: Publication
    as_of: date
    demo: bool
    factories: list[Factory]
    by_id: dict[str, Factory]
    tombstones: list[Tombstone]
    members: list[MemberProfile]
    former_members: list[str]
    countries: list[CountryProfile]
    audits: list[Audit]
    audit_firms: list[AuditFirm]
    facility_types: dict[str, str]
    processing_types: dict[str, str]
    handbook: Handbook
    standards: dict[str, Standard]
    figures: Figures
    products: dict[str, Product]
    gone_products: list[GoneProduct]
    numbers: Numbers
    risk: RiskFigures = field(default_factory=RiskFigures)
    digests: dict[str, str] = field(default_factory=dict)
    product_digests: dict[str, str] = field(default_factory=dict)
    audit_digests: dict[str, str] = field(default_factory=dict)
    digest: str = ""

    def __post_init__(self) -> None:
        """Refuse a site that was not made from what the gate released."""
        if not isinstance(self.disclosure, Disclosure):
            raise TypeError("a Site is made from a Disclosure, and only the gate makes those")
