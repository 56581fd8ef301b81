"""What the dossier page and the work page share: the application at the left, one of several views in the middle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forms.summary import summarise
from organisations.calendar import calendar_for, local
from organisations.models import User
from portal.office.clock_table import clock_of
from portal.office.history import history_of
from portal.office.issued import deliveries_of, issued_of
from portal.office.opinions_view import opinions_of
from portal.office.papers import papers_of
from portal.office.register_match import matches_of
from portal.office.signatures import signatures_of
from portal.office.time_left import time_left
from portal.twins import told_of
from workflows import diagram, travelled, twins
from workflows.catalogue import definition_of
from workflows.councils import called
from workflows.definition import Consult, Definition, Reply
from workflows.definition import Council as CouncilStep
from workflows.lifecycle import CLOSED
from workflows.models import Council, Dossier, WorkItem


@dataclass
class Case:
    """One dossier on an officer's screen."""

    dossier: Dossier
    item: WorkItem | None  # the open task that is looked at, if any
    wanted: Mapping[str, Any]  # what the address (or the form) asks to see
    reader: User
    picked: str = ""  # the register's entry chosen so far
    definition: Definition = field(init=False)

    def __post_init__(self) -> None:
        self.definition = definition_of(self.dossier.version)
        self.picked = self.picked or self._matched()

    def _matched(self) -> str:
        """The entry that an earlier decision matched; "" when none did."""
        office = self.dossier.office
        found = (office.get(step, {}).get(name) for step, name in self.definition.register_fields())
        return next((str(entry) for entry in found if entry), "")

    @property
    def language(self) -> str:
        """Two letters, as definitions name languages."""
        return (get_language() or "vi")[:2]


View = Callable[[Case], dict[str, Any]]


def _papers(case: Case) -> dict[str, Any]:
    return {"papers": papers_of(case.dossier, case.definition, str(case.wanted.get("tep", "")), case.reader)}


def _register(case: Case) -> dict[str, Any]:
    return {"matches": matches_of(case.dossier, case.definition, case.picked, case.wanted)}


def _preview(case: Case) -> dict[str, Any]:
    return {}


def _history(case: Case) -> dict[str, Any]:
    return {"history": history_of(case.dossier, case.definition)}


def _clock(case: Case) -> dict[str, Any]:
    return {"clock": clock_of(case.dossier, timezone.now())}


def _issued(case: Case) -> dict[str, Any]:
    return {"issued": issued_of(case.dossier, case.definition, case.reader), "deliveries": deliveries_of(case.dossier)}


def _opinions(case: Case) -> dict[str, Any]:
    return opinions_of(case.dossier, case.definition, case.reader)


def _diagram(case: Case) -> dict[str, Any]:
    moves = travelled.moves_of(case.dossier, case.definition)
    step = case.item.step if case.item else travelled.step_now(case.dossier)
    drawing = diagram.svg(case.definition, step, case.language, moves=moves)
    return {"diagram": mark_safe(drawing)}  # noqa: S308 - our own drawing, its texts escaped by workflows.diagram


#: Address (?xem=…) → title and what it shows. Only the open one is read from the database.
VIEWS: dict[str, tuple[Promise, View]] = {
    "giay-to": (_("Giấy tờ"), _papers),
    "so-goc": (_("Sổ gốc"), _register),
    "xem-truoc": (_("Dự thảo"), _preview),
    "thoi-han": (_("Thời hạn"), _clock),
    "nhat-ky": (_("Nhật ký"), _history),
    "van-ban": (_("Văn bản, thư"), _issued),
    "y-kien": (_("Ý kiến"), _opinions),
    "so-do": (_("Sơ đồ"), _diagram),
}


def page_of(case: Case, preview: str = "") -> dict[str, Any]:
    """Everything the page shows but the panel; `preview` is the outcome whose document can be looked at, if any."""
    dossier, now = case.dossier, timezone.now()
    names = [name for name in VIEWS if _is_offered(name, case, preview)]
    opened = str(case.wanted.get("xem", ""))
    opened = opened if opened in names else _first(case, names)
    done = dossier.legal_status in CLOSED
    return {
        "councils": _councils(case),
        **_twins(case),
        "case": case,
        "dossier": dossier,
        "item": case.item,
        "summary": summarise(case.definition.form, dossier.answers, case.language, official=True),
        "views": [(name, VIEWS[name][0]) for name in names],
        "opened": opened,
        "preview": preview,
        "left": None if done else time_left(dossier.due_at, dossier.paused_at or now, calendar_for(dossier.deciding)),
        "now": local(now),
        "signatures": signatures_of(dossier, case.definition),
        **VIEWS[opened][1](case),
    }


def _twins(case: Case) -> dict[str, Any]:
    """Other dossiers of the same person for the same thing, and of which of them whoever filed was told."""
    read = case.item if hasattr(case.item, "has_twin") else case.dossier
    found = twins.tellable(case.reader, case.dossier) if getattr(read, "has_twin", True) else []
    told = twins.told_when_filed(case.dossier) if found else []
    return {"twins": told_of(found, case.reader), "twins_told": told}


@dataclass(frozen=True)
class Visit:
    """A council of the dossier, and what it is called."""

    council: Council
    called: dict[str, str]


def _councils(case: Case) -> list[Visit]:
    """The councils of the dossier, the newest first; asked only where its procedure has one."""
    if not any(isinstance(step, CouncilStep) for step in case.definition.steps):
        return []
    found = list(Council.objects.filter(dossier=case.dossier).select_related("item").order_by("-pk"))
    return [Visit(one, called(case.definition, one.item.step)) for one in found]


def _is_offered(name: str, case: Case, preview: str) -> bool:
    if name == "so-goc":
        return bool(case.definition.register_fields())
    if name == "y-kien":
        return any(isinstance(step, Consult | Reply) for step in case.definition.steps)
    return bool(preview) if name == "xem-truoc" else True


def _first(case: Case, names: list[str]) -> str:
    """What the step is about: matching, signing, or else the papers."""
    if case.item and any(step == case.item.step for step, _name in case.definition.register_fields()):
        return "so-goc"
    return "xem-truoc" if "xem-truoc" in names else "giay-to"
