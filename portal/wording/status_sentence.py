"""Where a dossier stands, in the words of the person who waits for it. Reads only; decides
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents import later_facts as later
from documents.later_facts import Later
from documents.models import Document
from foundation.languages import in_language, name_in_language
from portal.wording import asked_offices
from portal.wording.asked_offices import Event
from portal.wording.titles import offices_of
from workflows.applicant.questions import open_question
from workflows.definition import Definition, Reply
from workflows.journal import act_kinds, entries, version_at
from workflows.lifecycle import OPEN, Status
from workflows.models import Dossier, Entry, WorkItem
from workflows.published import definition_of

#: How a status is coloured; the word is always there too.
TONES = {
    Status.RECEIVED: "work",
    Status.NOT_RECEIVED: "bad",
    Status.PROCESSING: "work",
    Status.SUPPLEMENT_ASKED: "warn",
    Status.PAYMENT_ASKED: "warn",
    Status.WITHDRAWAL_ASKED: "warn",
    Status.DONE: "good",
    Status.RETURNED: "good",
}
NEXT: dict[int, Promise] = {
    Status.REGISTERED: _(
        "Nơi tiếp nhận sẽ kiểm tra hồ sơ trong giờ làm việc. Bạn chưa phải làm gì."
    ),
    Status.RECEIVED: _("Hồ sơ đã đủ và được chuyển tới cơ quan giải quyết. Bạn chưa phải làm gì."),
    Status.NOT_RECEIVED: _("Hồ sơ không được tiếp nhận. Hãy đọc lý do và phiếu từ chối bên dưới."),
    Status.PROCESSING: _("Cơ quan giải quyết đang xử lý hồ sơ. Bạn chưa phải làm gì."),
    Status.SUPPLEMENT_ASKED: _(
        "Bạn cần bổ sung hồ sơ. Thời gian chờ bạn bổ sung không tính vào thời hạn."
    ),
    Status.PAYMENT_ASKED: _("Bạn cần nộp phí để hồ sơ được xử lý tiếp."),
    Status.WITHDRAWAL_ASKED: _(
        "Bạn đã yêu cầu rút hồ sơ. Nơi tiếp nhận sẽ xác nhận việc dừng xử lý."
    ),
    Status.STOPPED: _("Hồ sơ đã dừng xử lý. Lý do ở phần diễn biến bên dưới."),
    Status.DONE: _("Kết quả đã có. Bạn nhận kết quả tại nơi đã chọn khi nộp hồ sơ."),
    Status.RETURNED: _("Kết quả đã được trả. Hồ sơ kết thúc."),
}
#: The result exists, and the portal has still to hand it over by itself: said instead of “đang xử
#: lý”.
NUMBERED, SEALED = "numbered", "sealed"
RESULT: dict[str, Promise] = {
    NUMBERED: _("Kết quả đã được ký, cấp số và đang đóng dấu. Bạn chưa phải làm gì."),
    SEALED: _("Kết quả đã có, bạn nhận được ngay."),
}
#: Called as the definition calls their outcome.
DECISIONS = ("approve", "refuse")


@dataclass(frozen=True)
class News:
    """What happened to a result after it was issued; its holder must not use it as if nothing
    had.
    """

    document: Document
    later: tuple[Later, ...]

    @property
    def since(self) -> str:
        """The gravest of it: REVOKED, REISSUED or CORRECTED."""
        return later.gravest(self.later)

    @property
    def taken_back(self) -> bool:
        """The document itself was revoked, not what it repeats."""
        return self.document.state == Document.State.REVOKED


@dataclass(frozen=True)
class Standing:
    """A dossier with what its page says first."""

    dossier: Dossier
    tone: str
    next_step: Promise | str
    desk: WorkItem | None  # who has it now; None when nobody has to do anything
    question: tuple[WorkItem, Reply] | None  # what the applicant is asked while the clock runs
    step_title: str
    place: str  # where it is; one line that agrees with `next_step`
    due_words: str  # said instead of a promised day; "" where there is one
    events: list[Event]  # newest first
    news: list[News]


def standing_of(dossier: Dossier) -> Standing:
    """Reads the journal, the open task and, of a finished dossier, what happened to its results
    since.
    """
    definition = definition_of(dossier.version)
    item = (
        WorkItem.objects.select_related("authority", "owner")
        .filter(process=dossier, finished__isnull=True, authority__isnull=False)
        .order_by("id")
        .first()
    )
    news = _news_of(dossier, definition)
    question = open_question(dossier) if item is None and dossier.legal_status in OPEN else None
    result = (
        _result_of(dossier, definition)
        if item is None and dossier.legal_status == Status.PROCESSING
        else ""
    )
    return Standing(
        dossier=dossier,
        tone="" if news else _tone(dossier, result),
        next_step=RESULT[result] if result else NEXT[dossier.legal_status],
        desk=item,
        question=question,
        step_title=in_language(definition.step(item.step).title) if item else "",
        place=_place(dossier, item, question is not None, result),
        due_words=_due_words(dossier),
        events=events_of(dossier),
        news=news,
    )


def _tone(dossier: Dossier, result: str) -> str:
    return "good" if result == SEALED else TONES.get(Status(dossier.legal_status), "")


def _result_of(dossier: Dossier, definition: Definition) -> str:
    """NUMBERED or SEALED where a result exists although nobody has written yet that it was
    returned; else "".
    """
    links = dossier.documents.filter(kind__in=definition.document_ids())
    sealed = list(links.values_list("document__sealed_at", flat=True))
    if not sealed:
        return ""
    return SEALED if all(sealed) else NUMBERED


def _place(dossier: Dossier, item: WorkItem | None, is_asked: bool, result: str) -> str:
    """Where it is when no officer has it open: with the applicant, with whoever confirms, or
    nowhere any more.
    """
    status = dossier.legal_status
    if item is not None and item.authority is not None:
        return name_in_language(item.authority)
    if status == Status.SUPPLEMENT_ASKED:
        return gettext("Bạn: chờ bổ sung")
    if is_asked:
        return gettext("Bạn: chờ trả lời ý kiến")
    if status == Status.PAYMENT_ASKED:
        return gettext("Bạn: chờ nộp phí")
    if status == Status.WITHDRAWAL_ASKED:
        return gettext("%(office)s: chờ xác nhận dừng xử lý") % {
            "office": name_in_language(dossier.receiving)
        }
    if result == NUMBERED:
        return gettext("%(office)s: đang đóng dấu") % {"office": name_in_language(dossier.deciding)}
    return gettext("Không còn ở cơ quan nào")


def _due_words(dossier: Dossier) -> str:
    """What is said instead of a promised day."""
    status = dossier.legal_status
    if status in (Status.NOT_RECEIVED, Status.STOPPED):
        return gettext("Không còn, vì hồ sơ đã dừng")
    if status == Status.WITHDRAWAL_ASKED:
        return gettext("Tạm dừng tính từ khi bạn xin rút")
    if dossier.paused_at:
        return gettext("Tạm dừng tính trong lúc chờ bạn")
    return "" if dossier.due_at else gettext("Có sau khi hồ sơ được tiếp nhận")


def events_of(dossier: Dossier) -> list[Event]:
    """The journal as the applicant reads it, and which other offices were asked, newest first."""
    known = version_at.defined(entries.timeline(dossier), definition_of(dossier.version))
    called = offices_of(entry for entry, _definition in known)
    shown = [
        (entry, definition) for entry, definition in known if act_kinds.is_in_timeline(entry.act)
    ]
    told = [(entry.at, 0, _event(entry, definition, called)) for entry, definition in shown]
    told += asked_offices.events_of(dossier, [entry.at for entry, _definition in known])
    return [event for _at, _order, event in sorted(told, key=lambda one: one[:2])][::-1]


def supplement_asked(dossier: Dossier) -> Entry | None:
    """The last demand for a supplement, with its reason; None when there never was one."""
    return dossier.entries.filter(act="ask_supplement").order_by("-sequence").first()


def _news_of(dossier: Dossier, definition: Definition) -> list[News]:
    if dossier.legal_status not in (Status.DONE, Status.RETURNED):
        return []
    links = dossier.documents.filter(kind__in=definition.document_ids()).select_related("document")
    told = ((link.document, later.facts_of(link.document)) for link in links)
    return [News(document, facts) for document, facts in told if facts]


def _event(entry: Entry, definition: Definition, called: Callable[[str], str]) -> Event:
    title = entries.title_of(entry)
    if entry.act == "forward" and entry.step:
        title = in_language(definition.step(entry.step).title)
    elif entry.act in DECISIONS and (chosen := _chosen(entry, definition)):
        title = chosen
    by = entries.done_by(entry, called)
    return Event(
        entry.at, title, by, entry.reason if act_kinds.has_public_reason(entry.act) else ""
    )


def _chosen(entry: Entry, definition: Definition) -> str:
    """What the outcome is called: who takes a pupil does more than sign."""
    outcomes = definition.step(entry.step).outcomes if entry.step else ()
    return next((in_language(one.title) for one in outcomes if one.id == entry.outcome), "")
