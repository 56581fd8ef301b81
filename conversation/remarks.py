"""The thread of a dossier: its applicant writes to the office, the office to its applicant.

The words and files stay out of the journal, which is kept longer than they are; an entry says who
wrote, and which remark.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypedDict

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversation.models import LONGEST, Remark, RemarkFile, Thread
from forms.models import StoredFile
from foundation.text import clean_text
from organisations.models import Authority, User
from organisations.roles import Post, posts
from workflows import permissions
from workflows.act import Act, perform
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.lifecycle import CLOSED
from workflows.models import Dossier, DossierFile, Entry, WorkItem
from workflows.reading_rights import Reader, What, recent_acts

#: Remarks that an applicant may leave unanswered, and files that one remark may bring.
MOST_WAITING, MOST_FILES = 5, 5


class Wrote(TypedDict):
    """Which remark (`Remark.pk`)."""

    remark: int


ASK_OFFICE = declare(
    "ask_office", gettext_lazy("Người nộp nhắn cơ quan"), told=Told.OFFICERS, carries=(Wrote,)
)
ANSWER_APPLICANT = declare(
    "answer_applicant",
    gettext_lazy("Cơ quan nhắn người nộp"),
    told=Told.APPLICANT,
    in_timeline=False,  # the thread stands on the same page
    carries=(Wrote,),
)


def write(
    dossier: Dossier, actor: User, text: str, files: Sequence[str] = (), key: str | None = None
) -> Entry:
    """A remark of whoever `actor` is to the dossier; `files` are ids of their own uploads.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    content = ["write", dossier.pk, text, list(files)]
    return perform(dossier.pk, actor, key, content, _write, actor, clean_text(text), list(files))


def _write(act: Act, actor: User, text: str, files: list[str]) -> Entry:
    if permissions.is_applicant(actor, act.dossier):
        _refuse_flood(act.dossier)
        return _keep(act, actor, text, files, None)
    post = speaking_post(actor, act.dossier)
    if post is None or not Reader(actor).towards(act.dossier).may(What.THREAD):
        raise NoRight
    if permissions.is_of_counter(act.dossier):
        raise WrongState(_("Người nộp không có tài khoản để đọc tin. Hãy gọi điện hoặc gửi thư."))
    act.acts_under(post)
    return _keep(act, actor, text, files, post)


def _refuse_flood(dossier: Dossier) -> None:
    if not is_open_to_applicant(dossier):
        raise WrongState(_("Hồ sơ đã kết thúc từ lâu nên không nhắn được nữa. Hãy gửi câu hỏi."))
    waiting = unanswered(dossier).count()
    if waiting >= MOST_WAITING:
        raise WrongState(
            _("Cơ quan chưa trả lời %(count)d tin trước của bạn. Hãy chờ trả lời rồi nhắn tiếp.")
            % {"count": waiting}
        )


def is_open_to_applicant(dossier: Dossier) -> bool:
    """Whether the applicant may write: until the desk reads the dossier no longer."""
    ended = dossier.done_at or dossier.finished
    return dossier.legal_status not in CLOSED or ended is None or ended >= recent_acts.since()


def unanswered(dossier: Dossier) -> QuerySet[Remark]:
    """What the applicant wrote since the office last answered."""
    thread = Thread.objects.filter(dossier=dossier, waiting_since__isnull=False).first()
    if thread is None:
        return Remark.objects.none()
    return thread.remarks.filter(of_office=False, at__gte=thread.waiting_since)


def _keep(act: Act, actor: User, text: str, files: list[str], post: Post | None) -> Entry:
    check_text(text)
    thread, _made = Thread.objects.get_or_create(
        dossier=act.dossier, defaults={"opened_at": act.now}
    )
    office = Authority.objects.get(pk=post.authority_id) if post else None
    remark = add(thread, actor, text, office, act.now)
    _attach(act.dossier, remark, actor, files)
    act.carry(Wrote(remark=remark.pk))
    return act.record(ANSWER_APPLICANT if office else ASK_OFFICE)


def check_text(text: str) -> None:
    """Raises Incomplete for nothing, or too much."""
    if not text:
        raise Incomplete(_("Hãy viết nội dung tin nhắn."))
    if len(text) > LONGEST:
        raise Incomplete(_("Tin nhắn dài quá %(count)d ký tự.") % {"count": LONGEST})


def add(thread: Thread, by: User, text: str, office: Authority | None, now: dt.datetime) -> Remark:
    """Write a remark and note who owes an answer since when; the caller holds the lock."""
    answers = thread.waiting_since if office else None
    remark = Remark.objects.create(
        thread=thread,
        by=by,
        of_office=office is not None,
        office=office,
        at=now,
        text=text,
        waited_since=answers,
    )
    thread.waiting_since = None if office else thread.waiting_since or now
    thread.save(update_fields=["waiting_since"])
    return remark


def _attach(dossier: Dossier, remark: Remark, actor: User, files: list[str]) -> None:
    """Raises Incomplete where a file is not the writer's own, or there are too many."""
    if len(files) > MOST_FILES:
        raise Incomplete(_("Mỗi tin chỉ kèm được %(count)d tệp.") % {"count": MOST_FILES})
    found = {str(one.pk): one for one in StoredFile.objects.filter(pk__in=files)}
    for pk in dict.fromkeys(files):
        stored = found.get(pk)
        if stored is None or stored.uploaded_by_id != actor.pk:
            raise Incomplete(_("Đính kèm lại các tệp."))
        RemarkFile.objects.create(remark=remark, file=stored)
        DossierFile.objects.get_or_create(dossier=dossier, file=stored, field=DossierFile.THREAD)


def speaking_post(actor: User, dossier: Dossier) -> Post | None:
    """By which post an officer speaks to the applicant: of an open task, else of the office that
    decides or received; None for who has none there.
    """
    open_items = WorkItem.objects.filter(process=dossier, finished=None, authority__isnull=False)
    places = [*open_items.values_list("authority_id", flat=True)]
    places += [dossier.deciding_id, dossier.receiving_id]
    slug = permissions.procedure_of(dossier)
    held = [post for post in posts(actor) if post.reaches(slug)]
    here = (post for place in places for post in held if post.authority_id == place)
    return next(here, held[0] if held else None)


def of_dossier(dossier: Dossier) -> list[Remark]:
    """The whole thread, the first remark first, with its files."""
    return _whole(Remark.objects.filter(thread__dossier=dossier))


def of_thread(thread: Thread) -> list[Remark]:
    """The same of a question that belongs to no dossier."""
    return _whole(thread.remarks.all())


def _whole(rows: QuerySet[Remark]) -> list[Remark]:
    return list(rows.select_related("by", "office").prefetch_related("files__file"))


def mark_read(remarks: Sequence[Remark], by_office: bool) -> None:
    """One side has these before the eyes; what it wrote itself is not read by that."""
    new = [one.pk for one in remarks if one.of_office is not by_office and one.read_at is None]
    if new:
        Remark.objects.filter(pk__in=new, read_at=None).update(read_at=timezone.now())


def unread_by_applicant(dossier: Dossier) -> int:
    """How many answers the applicant has not opened."""
    return Remark.objects.filter(thread__dossier=dossier, of_office=True, read_at=None).count()


def waiting(reader: Reader) -> QuerySet[Thread]:
    """Threads of dossiers that wait for an answer and whose reader may give it, the oldest
    first.
    """
    own = Dossier.objects.filter(reader.scope(What.THREAD)).values("pk")
    rows = Thread.objects.filter(waiting_since__isnull=False, dossier__in=own)
    related = ("dossier__version__procedure", "dossier__deciding")
    return rows.select_related(*related).order_by("waiting_since", "pk")
