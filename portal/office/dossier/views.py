"""What the dossier page and the work page share: the application at the left, one of several views
in the middle.
"""

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
from organisations.calendar.working_time import calendar_for, local
from portal.office.dossier.clock_table import clock_of
from portal.office.dossier.history import history_of
from portal.office.dossier.issued import dead_ways_of, deliveries_of, issued_of
from portal.office.dossier.opinions import opinions_of
from portal.office.dossier.papers import papers_of
from portal.office.dossier.register_match import matches_of
from portal.office.dossier.signatures import signatures_of
from portal.office.shared.time_left import time_left
from portal.office.thread.views import NOTES, THREAD, notes_of, thread_of
from portal.shared.twins import told_of
from workflows.applicant import co_signing, filed_alone, givers, readers, stated, twins
from workflows.definition import Consult, Definition, Reply
from workflows.definition import Council as CouncilStep
from workflows.drawing import diagram, route_taken
from workflows.lifecycle import CLOSED
from workflows.models import Council, Dossier, WorkItem
from workflows.opinions.councils import called
from workflows.published import definition_of
from workflows.reading_rights import Standing, What


@dataclass
class Case:
    """One dossier on an officer's screen."""

    dossier: Dossier
    item: WorkItem | None  # the open task that is looked at, if any
    wanted: Mapping[str, Any]  # what the address (or the form) asks to see
    standing: Standing  # of whoever looks
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

    def may(self, what: What) -> bool:
        """Whether whoever looks reads it."""
        return self.standing.may(what)

    @property
    def language(self) -> str:
        """Two letters, as definitions name languages."""
        return (get_language() or "vi")[:2]


View = Callable[[Case], dict[str, Any]]


def _papers(case: Case) -> dict[str, Any]:
    return {"papers": papers_of(case.standing, case.definition, str(case.wanted.get("tep", "")))}


def _register(case: Case) -> dict[str, Any]:
    return {"matches": matches_of(case.dossier, case.definition, case.picked, case.wanted)}


def _preview(case: Case) -> dict[str, Any]:
    return {}


def _history(case: Case) -> dict[str, Any]:
    return {
        "history": history_of(case.dossier, case.definition),
        "readers": readers.of_dossier(case.dossier) if case.may(What.ANSWERS) else [],
    }


def _clock(case: Case) -> dict[str, Any]:
    return {"clock": clock_of(case.dossier, timezone.now())}


def _issued(case: Case) -> dict[str, Any]:
    may_read = case.may(What.MESSAGES)
    return {
        "issued": issued_of(case.standing, case.definition),
        "deliveries": deliveries_of(case.dossier) if may_read else None,
        "dead_ways": dead_ways_of(case.dossier) if may_read else [],
    }


def _opinions(case: Case) -> dict[str, Any]:
    return opinions_of(case.standing, case.definition)


def _thread(case: Case) -> dict[str, Any]:
    return thread_of(case.standing)


def _notes(case: Case) -> dict[str, Any]:
    return notes_of(case.standing)


def _diagram(case: Case) -> dict[str, Any]:
    moves = route_taken.moves_of(case.dossier, case.definition)
    step = case.item.step if case.item else route_taken.step_now(case.dossier)
    drawing = diagram.svg(case.definition, step, case.language, moves=moves)
    return {"diagram": mark_safe(drawing)}  # noqa: S308 - our own drawing, its texts escaped by workflows.drawing.diagram


#: Address (?xem=…) → title and what it shows. Only the open one is read from the database.
VIEWS: dict[str, tuple[Promise, View]] = {
    "giay-to": (_("Giấy tờ"), _papers),
    "so-goc": (_("Sổ gốc"), _register),
    "xem-truoc": (_("Dự thảo"), _preview),
    "thoi-han": (_("Thời hạn"), _clock),
    "nhat-ky": (_("Nhật ký"), _history),
    "van-ban": (_("Văn bản, thư"), _issued),
    "y-kien": (_("Ý kiến"), _opinions),
    THREAD: (_("Trao đổi"), _thread),
    NOTES: (_("Ghi chú"), _notes),
    "so-do": (_("Sơ đồ"), _diagram),
}
#: What one must read for a view to be offered.
SHOWS = {
    "giay-to": What.UPLOADS,
    "so-goc": What.REGISTER,
    "xem-truoc": What.DRAFTS,
    "thoi-han": What.JOURNAL,
    "nhat-ky": What.JOURNAL,
    "y-kien": What.NOTES,
    THREAD: What.THREAD,
    NOTES: What.NOTES,
    "so-do": What.DOSSIER,
}


def page_of(case: Case, preview: str = "") -> dict[str, Any]:
    """Everything the page shows but the panel; `preview` is the outcome whose document can be
    looked at, if any.
    """
    dossier, now, answers = case.dossier, timezone.now(), case.may(What.ANSWERS)
    names = [name for name in VIEWS if _is_offered(name, case, preview)]
    opened = str(case.wanted.get("xem", ""))
    opened = opened if opened in names else _first(case, names)
    done = dossier.legal_status in CLOSED
    return {
        "councils": _councils(case),
        **_twins(case),
        "other_account": _other_account(case) if answers else "",
        "co_signed": co_signing.of_dossier(dossier, case.definition) if answers else None,
        "giver": givers.sentence(dossier) if answers else "",
        "stated": stated.of_dossier(dossier) if answers else {},
        "filed_alone": filed_alone.sentence(dossier) if answers else "",
        "case": case,
        "dossier": dossier,
        "item": case.item,
        "summary": (
            summarise(case.definition.form, dossier.answers, case.language, official=True)
            if answers
            else None
        ),
        "views": [(name, VIEWS[name][0]) for name in names],
        "opened": opened,
        "preview": preview,
        "left": (
            None
            if done
            else time_left(dossier.due_at, dossier.paused_at or now, calendar_for(dossier.deciding))
        ),
        "now": local(now),
        "signatures": (
            signatures_of(dossier, case.definition) if answers or case.may(What.DRAFTS) else []
        ),
        **VIEWS[opened][1](case),
    }


def _other_account(case: Case) -> str:
    """The name of the account it was filed by, where that has another identity number than the
    applicant stated.
    """
    account, stated = case.dossier.applicant, case.dossier.applicant_index
    if account is None or not stated or account.identity_index in ("", stated):
        return ""
    return account.full_name


def _twins(case: Case) -> dict[str, Any]:
    """Other dossiers of the same person for the same thing, and of which of them whoever filed was
    told.
    """
    if not case.may(What.ANSWERS):
        return {"twins": [], "twins_told": []}
    read = case.item if hasattr(case.item, "has_twin") else case.dossier
    is_own = twins.is_own(case.standing.reader.user, case.dossier)
    found = (
        twins.tellable(case.standing.reader, case.dossier)
        if getattr(read, "has_twin", True)
        else []
    )
    told = twins.told_when_filed(case.dossier) if found else []
    return {
        "twins": told_of(found, case.standing.reader.user, opens_all=not is_own),
        "twins_told": told,
    }


@dataclass(frozen=True)
class Visit:
    """A council of the dossier, and what it is called."""

    council: Council
    called: dict[str, str]


def _councils(case: Case) -> list[Visit]:
    """The councils of the dossier, the newest first; asked only where its procedure has one."""
    if not case.may(What.NOTES) or not any(
        isinstance(step, CouncilStep) for step in case.definition.steps
    ):
        return []
    found = list(
        Council.objects.filter(dossier=case.dossier).select_related("item").order_by("-pk")
    )
    return [Visit(one, called(case.definition, one.item.step)) for one in found]


def _is_offered(name: str, case: Case, preview: str) -> bool:
    if not (case.may(SHOWS[name]) if name in SHOWS else case.standing.reads_documents()):
        return False
    if name == "so-goc":
        return bool(case.definition.register_fields())
    if name == "y-kien":
        return any(isinstance(step, Consult | Reply) for step in case.definition.steps)
    return bool(preview) if name == "xem-truoc" else True


def _first(case: Case, names: list[str]) -> str:
    """What the step is about: matching, signing, or else the papers."""
    matched = {step for step, _name in case.definition.register_fields()}
    if case.item and case.item.step in matched and "so-goc" in names:
        return "so-goc"
    return "xem-truoc" if "xem-truoc" in names else names[0]
