"""The kinds of data page: one small class a kind, listed in `PAGE_KINDS`.

A kind says which items it has a page for, at which address, from which template, and what the page is
called. Everything that it says to people goes through the speaker of the page's language.
"""

from __future__ import annotations

from madewhere.render.kinds.audit import AuditPage
from madewhere.render.kinds.base import PageKind
from madewhere.render.kinds.data import Audits, DataPage, Dictionary, Glossary, Problems
from madewhere.render.kinds.embed import EmbeddedMember
from madewhere.render.kinds.factory import FactoryPage
from madewhere.render.kinds.figures import FiguresPage
from madewhere.render.kinds.find import Find
from madewhere.render.kinds.firms import AuditFirmPage, AuditFirms
from madewhere.render.kinds.gone import (
    FormerMemberPage,
    GlnPage,
    GoneProductPage,
    GtinPage,
    TombstonePage,
)
from madewhere.render.kinds.handbook import HandbookPage, RequirementPage, VersionPage
from madewhere.render.kinds.home import Home, NotFound
from madewhere.render.kinds.lists import Countries, CountryPage, Factories, MemberPage, Members
from madewhere.render.kinds.map import MapPage
from madewhere.render.kinds.network import FactoryNetworkPage, MemberNetworkPage
from madewhere.render.kinds.product import ProductPage
from madewhere.render.kinds.products import Products
from madewhere.render.kinds.standards import CertificateList, Certificates, ClaimList, Standards

PAGE_KINDS: tuple[PageKind, ...] = (
    Home(),
    Find(),
    Factories(),
    FactoryPage(),
    AuditPage(),
    TombstonePage(),
    Products(),
    ProductPage(),
    GoneProductPage(),
    GtinPage(),
    GlnPage(),
    Members(),
    MemberPage(),
    FormerMemberPage(),
    MemberNetworkPage(),
    FactoryNetworkPage(),
    Countries(),
    CountryPage(),
    Audits(),
    HandbookPage(),
    VersionPage(),
    RequirementPage(),
    FiguresPage(),
    AuditFirms(),
    AuditFirmPage(),
    Standards(),
    Certificates(),
    CertificateList(),
    ClaimList(),
    DataPage(),
    Dictionary(),
    Problems(),
    Glossary(),
    MapPage(),
    EmbeddedMember(),
    NotFound(),
)
"""Every kind of data page. A new kind is one class and one line here."""
