"""Erasing what is kept no longer: announced first, on the day and never before, never under a legal
hold.

A dossier's years (`retention_years` of its definition: one number, or one for each ending) run from
the end of the year in which it was closed, as archives count; acts that moved it no more, like a
hold, make it no younger. Erased are the application, contacts, names, letters' addresses and
uploads; kept are the journal with its reasons, the clock, and every issued document with its
register.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from appointments import booking
from assessment.catalogue import rules_of
from assessment.models import CouncilMember as SchoolCouncilMember
from assessment.models import RuleSetVersion
from conversation.models import Note, Remark, Thread
from documents.models import Document
from forms.files.uploads import name_of, shown_name_of
from forms.models import StoredFile
from foundation.text import fold
from notifications.models import Message
from payments.models import Statement, StatementRow
from privacy.models import Erasure, LegalHold
from satisfaction.models import Survey
from workflows.act import locked
from workflows.applicant import strangers
from workflows.definition.whole import Ending
from workflows.lifecycle import CLOSED, Status
from workflows.models import (
    MOVES,
    CouncilMember,
    Dossier,
    DossierFile,
    Draft,
    Entry,
    Invitation,
    Opinion,
    Represented,
    Signature,
)
from workflows.published import definition_of

NOTICE_DAYS = 30
QUESTION_DAYS = 365
APPOINTMENT_DAYS = 90
STATEMENT_YEARS = 10  # accounting papers, from the end of their year (NĐ 174/2016/NĐ-CP Điều 13)


def apply(today: dt.date) -> tuple[int, int]:
    """Erase what is due and announce what will be; how many of each. Repeated on one day it finds
    nothing more.
    """
    forget_payers(today)
    forget_file_names(today)
    forget_school_councils(today)
    forget_mandates()
    strangers.sweep()
    forget_questions(today)
    booking.forget(timezone.now() - dt.timedelta(days=APPOINTMENT_DAYS))
    erased = sum(erase(erasure, today) for erasure in due(today))
    return erased, sum(1 for _erasure in announce(today))


def forget_payers(today: dt.date) -> int:
    """Take the bank's words about payers out of statements that accounting keeps no longer; the
    money stays known.
    """
    last = dt.date(today.year - STATEMENT_YEARS, 1, 1)
    return StatementRow.objects.filter(booked_on__lt=last, sealed_key__isnull=False).update(
        sealed_key=None
    )


def forget_file_names(today: dt.date) -> int:
    """Empty the names of statement files that accounting keeps no longer; the import and its
    fingerprint stay known.
    """
    old = Statement.objects.filter(imported_at__year__lt=today.year - STATEMENT_YEARS)
    return old.exclude(file_name="").update(file_name="")


def forget_school_councils(today: dt.date) -> int:
    """Delete who sat on councils for self-assessment longer ago than their rule set keeps it;
    approved reports stay.
    """
    gone = 0
    for version in RuleSetVersion.objects.all():
        first = today.year - rules_of(version).council.names_kept
        kept_from = f"{first - 1}-{first}"  # the first school year whose council is still kept
        old = SchoolCouncilMember.objects.filter(
            assessment__rules=version, assessment__school_year__lt=kept_from
        )
        gone += old.delete()[0]
    return gone


def forget_mandates() -> int:
    """What was kept of people whose mandate is over, or who answered a link, is readable no more:
    sweeps up after what ended before acts did this themselves.
    """
    ended = Represented.objects.filter(state=Represented.State.ENDED, sealed_key__isnull=False)
    asked = Invitation.objects.filter(
        ~Q(state=Invitation.State.OPEN) | Q(represented__state=Represented.State.ENDED),
        purpose=Invitation.Purpose.MANDATE,
        sealed_key__isnull=False,
    )
    return ended.update(sealed_key=None) + asked.update(sealed_key=None, index="")


def forget_questions(today: dt.date) -> int:
    """Delete what was asked before filing and belongs to no dossier, a year after the last word."""
    kept_from = timezone.now() - dt.timedelta(days=QUESTION_DAYS)
    latest = Remark.objects.filter(at__gte=kept_from).values("thread")
    old = Thread.objects.filter(dossier=None, opened_at__lt=kept_from).exclude(pk__in=latest)
    ids = list(old.values_list("pk", flat=True))
    Remark.objects.filter(thread__in=ids).delete()
    return Thread.objects.filter(pk__in=ids).delete()[0]


def announce(today: dt.date) -> Iterator[Erasure]:
    """Announce the closed dossiers whose day is at most NOTICE_DAYS away; one that comes late still
    gets its notice.
    """
    rows = Dossier.objects.filter(legal_status__in=CLOSED, erasure__isnull=True).select_related(
        "version"
    )
    for dossier in rows.defer("answers", "office").order_by("pk").iterator(chunk_size=500):
        due = due_on(dossier)
        if due - dt.timedelta(days=NOTICE_DAYS) <= today:
            late = today + dt.timedelta(days=NOTICE_DAYS)
            yield Erasure.objects.get_or_create(
                dossier=dossier, defaults={"announced_on": today, "due_on": max(due, late)}
            )[0]


def due_on(dossier: Dossier) -> dt.date:
    """The first day on which the dossier is kept no longer: 1 January after its years."""
    moves = Entry.objects.filter(MOVES, dossier=dossier).order_by("-sequence")
    closed = moves.values_list("at", flat=True)[0]
    years = definition_of(dossier.version).years_kept(ending_of(dossier))
    return dt.date(timezone.localtime(closed).year + 1 + years, 1, 1)


def ending_of(dossier: Dossier) -> Ending:
    """How a closed dossier ended, as the years of keeping tell endings apart."""
    if dossier.legal_status == Status.STOPPED:
        return "stopped"
    refused = (
        dossier.legal_status == Status.NOT_RECEIVED or dossier.decision == Dossier.Decision.REFUSED
    )
    return "refused" if refused else "granted"


def due(today: dt.date) -> list[Erasure]:
    """What is to be erased today: announced, its day come, and under no hold."""
    rows = Erasure.objects.filter(erased_at__isnull=True, due_on__lte=today)
    return list(rows.exclude(dossier__in=held(today).values("dossier")).select_related("dossier"))


def held(today: dt.date) -> QuerySet[LegalHold]:
    """The holds in force."""
    return LegalHold.objects.filter(Q(until__isnull=True) | Q(until__gte=today))


def erase(erasure: Erasure, today: dt.date) -> bool:
    """Erase one dossier's personal data in one transaction; False when a hold came between or it is
    done already.
    """
    with locked(erasure.dossier_id) as dossier:
        fresh = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
        if fresh.erased_at or fresh.due_on > today or held(today).filter(dossier=dossier).exists():
            return False
        _clear(dossier)
        gone = _files_of_nobody_else(dossier)
        Erasure.objects.filter(pk=fresh.pk).update(erased_at=timezone.now())
        transaction.on_commit(lambda: _unlink(gone))
    return True


def _clear(dossier: Dossier) -> None:
    """Without its key a row's sealed columns can never be read again; the columns in clear are
    emptied.
    """
    shredded = {"sealed_key": None}
    Dossier.objects.filter(pk=dossier.pk).update(
        **shredded,
        applicant_name="",
        represented=None,
        represented_person=None,
        represented_name="",
        holder_name="",
        holder_birth_date=None,
        search=fold(dossier.code),
        phone_index="",
        applicant_index="",
        holder_index="",
        request_by_number="",
        request_by_name="",
        answers={},
        office={},
        applicant_phone="",
        applicant_email="",
    )
    Draft.objects.filter(dossier=dossier).update(**shredded, answers={})
    Opinion.objects.filter(dossier=dossier).update(**shredded)
    Remark.objects.filter(thread__dossier=dossier).update(**shredded)
    Note.objects.filter(dossier=dossier).update(**shredded)
    Survey.objects.filter(dossier=dossier).update(**shredded)
    Invitation.objects.filter(dossier=dossier).update(**shredded, index="")
    CouncilMember.objects.filter(council__dossier=dossier).update(**shredded)
    Message.objects.filter(dossier=dossier).update(**shredded)
    StatementRow.objects.filter(request__in=dossier.fees.values("request")).update(**shredded)
    # of names and dates: somebody could guess
    Signature.objects.filter(dossier=dossier).update(content_sha256="")
    slips = Document.objects.filter(pk__in=dossier.documents.values("document"), public=False)
    slips.update(**shredded)


def _files_of_nobody_else(dossier: Dossier) -> list[str]:
    """Digests of uploads that no dossier that is still kept uses; their names are forgotten."""
    mine = StoredFile.objects.filter(
        pk__in=DossierFile.objects.filter(dossier=dossier).values("file")
    )
    digests = set(mine.values_list("sha256", flat=True))
    mine.update(name="")
    others = DossierFile.objects.filter(file__sha256__in=digests).exclude(dossier=dossier)
    kept = others.filter(dossier__erasure__erased_at__isnull=True).values_list(
        "file__sha256", flat=True
    )
    in_drafts = StoredFile.objects.filter(sha256__in=digests).exclude(
        pk__in=DossierFile.objects.values("file")
    )
    return sorted(digests - set(kept) - set(in_drafts.values_list("sha256", flat=True)))


def _unlink(digests: list[str]) -> None:
    for digest in digests:
        storages["uploads"].delete(name_of(digest))
        storages["uploads"].delete(shown_name_of(digest))
