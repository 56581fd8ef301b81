"""What sealed documents note in the register of diplomas: a correction, a re-issue. The writers of
`registering`.

Contents come as three lists of equal length: `contents` (names of the register), `old` and `new` as
people read them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils import timezone

from documents import later_facts
from documents.models import Document, LaterFact
from organisations.models import Authority
from registers import corrections, lookup, reissue
from registers.corrections import Asked, Decided
from registers.models import Annotation, Diploma
from registers.reissue import Blank

CORRECTION_NEEDS = frozenset({"entry", "contents", "old", "new"})
REISSUE_NEEDS = CORRECTION_NEEDS | {"serial", "book_number"}


def check_correction(authority: Authority, on: dt.date, values: Mapping[str, Any]) -> None:
    """Before signature and number: the entry is in force, says what is to be changed, and can say
    the other.
    """
    corrections.check_civil(_asked(values))
    corrections.check(lookup.whole(values["entry"]), _asked(values))


def correct(document: Document, values: Mapping[str, Any]) -> None:
    """The sealed decision corrects the entry."""
    corrections.correct(int(values["entry"]), _asked(values), decided_by(document))


def undo_correction(document: Document, decided: Decided) -> None:
    """The decision was revoked, and with it what it corrected."""
    note = corrections.made_by(document.code)
    if note is not None:
        corrections.undo(note, decided)


def check_reissue(authority: Authority, on: dt.date, values: Mapping[str, Any]) -> None:
    """Before signature and number: the entry can be changed so, and the new numbers are free."""
    reissue.check(
        lookup.whole(values["entry"]), _asked(values), values["serial"], values["book_number"]
    )


def write_anew(document: Document, values: Mapping[str, Any]) -> None:
    """The sealed decision enters the new diploma and marks the old one."""
    blank = Blank(
        values["serial"], values["book_number"], document.authority_name, document.signer_name
    )
    reissue.reissue(int(values["entry"]), _asked(values), blank, decided_by(document))


def undo_reissue(document: Document, decided: Decided) -> None:
    """The decision was revoked, and the new diploma with it; the old blank was taken in and stays
    as re-issued.
    """
    entered = Annotation.objects.filter(source=document.code, kind=Diploma.State.VALID).first()
    if entered is not None:
        corrections.revoke(entered.diploma_id, "quyết định cấp lại bị thu hồi", decided)


def decided_by(document: Document) -> Decided:
    """The document as the register names a decision."""
    day = timezone.localtime(document.issued_at, timezone.get_default_timezone()).date()
    return Decided(document.symbol, day, document.code)


def _asked(values: Mapping[str, Any]) -> list[Asked]:
    columns = (values["contents"], values["old"], values["new"])
    return [Asked(content, old, new) for content, old, new in zip(*columns, strict=True)]


def announce(sender: type[Model], instance: Annotation, created: bool, **_signal: Any) -> None:
    """A remark on an entry, by decision or typed in the administration, is news to the documents
    that repeat it.
    """
    if created and instance.kind != Diploma.State.VALID:
        subject = corrections.subject(instance.diploma_id)
        later_facts.note(
            subject, instance.pk, LaterFact.Kind(instance.kind), instance.date, instance.decision
        )
