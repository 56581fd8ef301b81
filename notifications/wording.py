"""What a message says: one template per act, or the procedure's own words. No more personal data
than the act needs.

The recipient is not named and nothing of the application is repeated: a mail may be read on the
way. The page it links to asks who is reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from django.utils import timezone, translation

from forms.summary import Row
from foundation import known_dates
from foundation.languages import in_vietnamese
from organisations.calendar.working_time import calendar_for
from payments import amounts
from satisfaction import asking
from satisfaction.models import Survey
from workflows.applicant import amendments
from workflows.deadlines import extensions
from workflows.journal import act_kinds
from workflows.journal.act_kinds import Told
from workflows.models import Dossier, Entry, WorkItem
from workflows.opinions import councils
from workflows.published import definition_of

FOLLOWED = "/tra-cuu"  # where a dossier is followed by its code
LETTERS = Path(__file__).parent / "templates" / "notifications"


def refuse_without_letters() -> None:
    """Raises ImproperlyConfigured where an act that somebody is told of has no text to tell it
    with.
    """
    for kind in (kind for kind in act_kinds.declared() if kind.told is not Told.NOBODY):
        if not (LETTERS / f"{kind.name}.txt").exists():
            raise ImproperlyConfigured(
                f"the act '{kind.name}' is told and has no {LETTERS.name}/{kind.name}.txt"
            )


def words(entry: Entry, to_office: bool = False) -> tuple[str, str]:
    """Subject (one line) and body of the message about `entry`, in Vietnamese."""
    known = _known(entry)
    with translation.override("vi"):
        subject, text = _own_words(entry) or _rendered(entry.act, known)
    is_of_office = to_office or act_kinds.told(entry.act) is Told.OFFICERS
    return _letter(subject, text, known, "office_frame" if is_of_office else "frame")


def words_to_grant_holder(entry: Entry, grant: int) -> tuple[str, str]:
    """The same to whoever holds the licence or certificate of this id: they read it in the public
    register.
    """
    known = _known(entry) | {"office_link": f"{settings.SITE_URL}/so-giay-phep/{grant}/"}
    with translation.override("vi"):
        subject, text = _rendered("grant_decided" if entry.act == "issue" else entry.act, known)
    return _letter(subject, text, known, "grant_frame")


def words_to_asked(entry: Entry, item: WorkItem) -> tuple[str, str]:
    """The same to those who are asked for an opinion: at first, or (act `remind`) when their time
    is nearly over.
    """
    known = _known(entry) | {
        "question": in_vietnamese(definition_of(entry.dossier.version).step(item.step).title),
        "asks": entry.dossier.deciding,
        "is_own": item.authority_id == entry.dossier.deciding_id,
        "answer_by": moment(item.due_at) if item.due_at else "",
        "office_link": f"{settings.SITE_URL}/mot-cua/y-kien/{item.pk}/",
    }
    with translation.override("vi"):
        subject, text = _rendered("remind" if entry.act == "remind" else "asked", known)
    return _letter(subject, text, known, "office_frame")


def words_to_council(entry: Entry, item: WorkItem) -> tuple[str, str]:
    """To the members and the keeper of a council whose time is nearly over."""
    known = _known(entry) | {
        "council": _council(entry.dossier, item.step),
        "answer_by": moment(item.due_at) if item.due_at else "",
        "office_link": f"{settings.SITE_URL}/mot-cua/viec/{item.pk}/hoi-dong/",
    }
    with translation.override("vi"):
        subject, text = _rendered("council_remind", known)
    return _letter(subject, text, known, "office_frame")


def words_to_mentioned(entry: Entry) -> tuple[str, str]:
    """To officers whom a note mentions; the page shows what it says."""
    link = f"{settings.SITE_URL}/mot-cua/ho-so/{quote(entry.dossier.code)}/?xem=ghi-chu"
    known = _known(entry) | {"office_link": link}
    with translation.override("vi"):
        subject, text = _rendered("mentioned", known)
    return _letter(subject, text, known, "office_frame")


def words_to_applicant(entry: Entry, item: WorkItem) -> tuple[str, str]:
    """What the applicant reads when they are asked something while the clock runs."""
    known = _known(entry) | {
        "question": in_vietnamese(definition_of(entry.dossier.version).step(item.step).title),
        "answer_by": moment(item.due_at) if item.due_at else "",
        "silence": item.place.silence.reason if item.place.silence else "",
        "link": f"{settings.SITE_URL}/ho-so/{quote(entry.dossier.code)}/tra-loi/",
    }
    with translation.override("vi"):
        subject, text = _rendered("question", known)
    return _letter(subject, text, known, "frame")


def words_told(entry: Entry, item: WorkItem, rows: Sequence[Row]) -> tuple[str, str]:
    """What the applicant is told by an outcome whose words say so: the fields that the definition
    names.
    """
    known = _known(entry) | {
        "about": in_vietnamese(definition_of(entry.dossier.version).step(item.step).title),
        "rows": rows,
    }
    with translation.override("vi"):
        subject, text = _rendered("told", known)
    return _letter(subject, text, known, "frame")


def words_to_holder(entry: Entry) -> tuple[str, str]:
    """What the holder of a document reads who did not file the dossier: its page is not theirs to
    open.
    """
    known = _known(entry) | {"check": f"{settings.SITE_URL}/kiem-tra/"}
    with translation.override("vi"):
        subject, text = _rendered(f"{entry.act}_holder", known)
    return _letter(subject, text, known, "holder_frame")


def _letter(subject: str, text: str, known: dict[str, object], frame: str) -> tuple[str, str]:
    body = render_to_string(f"notifications/{frame}.txt", {**known, "text": text})
    subject = " ".join(f"[{known['code']}] {subject}".split())  # one line: what a mailbox sorts by
    return subject[:200], body.strip() + "\n"


def _known(entry: Entry) -> dict[str, object]:
    dossier = entry.dossier
    return {
        "entry": entry,
        "dossier": dossier,
        "code": dossier.code,
        "procedure": dossier.version.procedure.title,
        "office": dossier.receiving,
        "due": _due(dossier, dossier.due_at),
        "council": _council(dossier, entry.step) if entry.step else "",
        "changed": amendments.labels(entry, definition_of(dossier.version)),
        "visit_on": known_dates.shown(entry.data.get("visit_on", "")),
        "fee": amounts.shown(entry.data["fee"]["amount"]) if "fee" in entry.data else "",
        "ends_on": known_dates.shown(entry.data.get("ends_on", "")),
        "promised": _due(dossier, _promised(entry)),
        "step": (
            in_vietnamese(definition_of(dossier.version).step(entry.step).title)
            if entry.step
            else ""
        ),
        "may_extend": extensions.may_still_extend(
            dossier, definition_of(dossier.version), entry.at
        ),
        "link": f"{settings.SITE_URL}/ho-so/{quote(dossier.code)}/",
        "office_link": f"{settings.SITE_URL}/mot-cua/ho-so/{quote(dossier.code)}/",
        "follow": f"{settings.SITE_URL}/tra-cuu/",
        "rating_link": f"{settings.SITE_URL}{short_address(entry)}/",
    }


def short_address(entry: Entry) -> str:
    """Where a text about the entry leads, on this site: to the page that follows a dossier, or the
    question how satisfied one is.
    """
    if entry.act == asking.ASK_RATING.name:
        survey = Survey.objects.filter(pk=entry.data.get("survey")).first()
        return f"/danh-gia/{asking.link_of(survey)}" if survey else FOLLOWED
    return FOLLOWED


def _council(dossier: Dossier, step: str) -> str:
    """What the council of the step is called; "" of any other step."""
    return councils.called(definition_of(dossier.version), step).get("vi", "")


def _promised(entry: Entry) -> dt.datetime | None:
    return dt.datetime.fromisoformat(entry.data["promised"]) if "promised" in entry.data else None


def _due(dossier: Dossier, at: dt.datetime | None) -> str:
    if at is None:
        return ""
    why = calendar_for(dossier.deciding).provisional(at)
    return f"{moment(at)} ({why})" if why else moment(at)


def moment(at: dt.datetime) -> str:
    """Hour and day as the slips of TT 03/2025 print them: "16 giờ 30, ngày 05/02/2026"."""
    local = timezone.localtime(at)
    return f"{local:%H} giờ {local:%M}, ngày {local:%d/%m/%Y}"


def _own_words(entry: Entry) -> tuple[str, str] | None:
    """What the procedure's `messages` say about this act: plain text, without placeholders."""
    letter = definition_of(entry.dossier.version).messages.get(entry.act)
    return (in_vietnamese(letter.subject), in_vietnamese(letter.body)) if letter else None


def _rendered(name: str, known: dict[str, object]) -> tuple[str, str]:
    """A shipped template: the subject in its first line, a blank line, the text."""
    subject, _, text = render_to_string(f"notifications/{name}.txt", known).strip().partition("\n")
    return subject, text.strip()
