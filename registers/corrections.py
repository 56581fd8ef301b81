"""What may happen to an entry later: corrected, re-issued, revoked. The entry stands; annotations
say what is in force.

Contents are texts as the register writes them ("05/02/1998", "Nữ"), so that a correction and the
entry read alike. Every writer locks the entry: two decisions on one diploma take turns.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.text import clean_code, clean_line, fold
from registers import birth_dates
from registers.models import Annotation, Change, Diploma
from registers.refusals import RegisterRefused
from registers.written import written

#: States in which a diploma can be copied, corrected or re-issued.
IN_FORCE = (Diploma.State.VALID, Diploma.State.CORRECTED)
#: Contents that change with civil status, or that the learner gave wrong (TT 10/2026/TT-BGDĐT Điều
#: 15).
CIVIL = frozenset({"holder_name", "birth_date", "birth_place", "sex", "ethnicity"})


@dataclass(frozen=True)
class Asked:
    """One content that shall change: what the diploma says now and what it shall say."""

    content: str
    old: str
    new: str


@dataclass(frozen=True)
class Decided:
    """The decision on which the register is changed: its number and symbol, its day, its check
    code.
    """

    symbol: str
    on: dt.date
    source: str

    def __str__(self) -> str:
        return _("Quyết định số {symbol} ngày {day}").format(
            symbol=self.symbol, day=f"{self.on:%d/%m/%Y}"
        )


def subject(entry: int) -> str:
    """What documents that repeat the entry say they repeat."""
    return f"diploma:{entry}"


def in_force(diploma: Diploma) -> Diploma:
    """The entry with the contents that corrections gave it, as an object of its own that is not to
    be saved.
    """
    changes = [change for note in diploma.annotations.all() for change in note.changes.all()]
    if not changes:
        return diploma
    current = copy.copy(diploma)
    for change in changes:
        set_content(current, change.content, change.new)
    return current


def content(diploma: Diploma, name: str) -> str:
    """One content as the register writes it."""
    if name == "birth_date":
        return diploma.birth_date_text
    if name == "sex":
        return written(Diploma.Sex(diploma.sex).label) if diploma.sex else ""
    return str(getattr(diploma, name))


def set_content(diploma: Diploma, name: str, text: str) -> None:
    """Give the object another content; raises birth_dates.NotADate for a birth date that cannot be
    one.
    """
    if name == "birth_date":
        diploma.birth_date = birth_dates.birth_date(text, diploma.graduation_year)
        diploma.birth_date_text = text
    elif name == "sex":
        diploma.sex = SEXES[fold(text)]
    else:
        setattr(diploma, name, text)
    if name == "holder_name":
        diploma.folded_name = fold(text)


SEXES = {fold(written(sex.label)): sex for sex in Diploma.Sex if sex}


def check_civil(asked: Sequence[Asked]) -> None:
    """What the agency itself wrote wrong is not corrected: the diploma is written anew. Raises
    RegisterRefused.
    """
    for one in asked:
        if one.content not in CIVIL:
            raise RegisterRefused(
                _(
                    "{label} không thuộc nội dung được chỉnh sửa; nếu cơ quan cấp ghi sai thì cấp"
                    " lại văn bằng."
                ).format(label=_label(one.content))
            )


def _label(name: str) -> str:
    return str(Change.Content(name).label) if name in Change.Content.values else name


def why_not(diploma: Diploma) -> str:
    """Why nothing can be made of this entry any more, as a sentence; "" while it is in force."""
    if diploma.state in IN_FORCE:
        return ""
    return _("Văn bằng này {state}; không dùng mục sổ gốc này được nữa.").format(
        state=diploma.get_state_display()
    )


def check(diploma: Diploma, asked: Sequence[Asked]) -> None:
    """Raise RegisterRefused, with a sentence, when the entry cannot be changed like this."""
    if sentence := why_not(diploma):
        raise RegisterRefused(sentence)
    if not asked:
        raise RegisterRefused(_("Hãy ghi ít nhất một nội dung cần sửa."))
    if len({one.content for one in asked}) < len(asked):
        raise RegisterRefused(_("Mỗi nội dung chỉ ghi một lần."))
    current = in_force(diploma)
    for one in asked:
        _check(current, one)


def _check(current: Diploma, one: Asked) -> None:
    label = _label(one.content)
    if one.content not in Change.Content.values:
        raise RegisterRefused(_("Không có nội dung “{name}” trong sổ gốc.").format(name=label))
    written = content(current, one.content)
    if _plain(one.old) != _plain(written):
        differs = _("{label}: sổ gốc ghi “{written}”, không phải “{old}”.")
        raise RegisterRefused(differs.format(label=label, written=written, old=one.old))
    if clean_line(one.new) == clean_line(written):
        raise RegisterRefused(
            _("{label}: sổ gốc đã ghi “{written}”, không có gì để sửa.").format(
                label=label, written=written
            )
        )
    try:
        set_content(copy.copy(current), one.content, clean_line(one.new))
    except birth_dates.NotADate as problem:
        raise RegisterRefused(str(problem)) from problem
    except KeyError as problem:
        raise RegisterRefused(
            _("Giới tính “{text}” không hợp lệ.").format(text=one.new)
        ) from problem


def _plain(text: str) -> str:
    """As two hands may write the same: without capitals and dots; 5.2.1998 is 05/02/1998."""
    return "/".join(part.lstrip("0") for part in re.split(r"[./-]", clean_code(text).lower()))


def correct(entry: int, asked: Sequence[Asked], decided: Decided) -> Annotation:
    """The contents change by decision; the entry and the diploma itself stay as they were
    written.
    """
    diploma = locked(entry)
    told = "; ".join(_told(one) for one in asked)
    note = annotate(diploma, Diploma.State.CORRECTED, f"Chỉnh sửa {told} theo {decided}", decided)
    _change(note, diploma, asked)
    return note


def _told(one: Asked) -> str:
    label = written(Change.Content(one.content).label).lower()
    return (
        f"{label} từ “{one.old}” thành “{one.new}”" if one.old else f"{label}: bổ sung “{one.new}”"
    )


def undo(note: Annotation, decided: Decided) -> Annotation:
    """The decision that corrected was itself revoked: what a later one has not changed is again as
    before it.
    """
    diploma = locked(note.diploma_id)
    current = in_force(diploma)
    standing = [one for one in note.changes.all() if content(current, one.content) == one.new]
    told = (
        f"Chỉnh sửa theo Quyết định số {note.decision} không còn hiệu lực, bị thu hồi theo"
        f" {decided}"
    )
    undone = annotate(diploma, Diploma.State.CORRECTED, told, decided)
    _change(undone, diploma, [Asked(one.content, one.new, one.old) for one in standing])
    return undone


def _change(note: Annotation, diploma: Diploma, asked: Sequence[Asked]) -> None:
    current = in_force(diploma)
    Change.objects.bulk_create(
        Change(
            annotation=note,
            content=one.content,
            old=content(current, one.content),
            new=clean_line(one.new),
            folded=fold(one.new),
        )
        for one in asked
    )


def revoke(entry: int, reason: str, decided: Decided) -> Annotation:
    """The diploma is withdrawn (TT 21/2019/TT-BGDĐT Điều 25); once: a second time gives the first
    annotation.
    """
    diploma = locked(entry)
    if diploma.state == Diploma.State.REVOKED:
        return diploma.annotations.filter(kind=Diploma.State.REVOKED).latest("pk")
    return annotate(diploma, Diploma.State.REVOKED, f"Thu hồi theo {decided}: {reason}", decided)


def locked(entry: int) -> Diploma:
    """The entry under its row lock, in the caller's transaction."""
    return Diploma.objects.select_for_update(of=("self",)).get(pk=entry)


def annotate(diploma: Diploma, state: str, text: str, decided: Decided) -> Annotation:
    """Give a locked entry its new state, and say why."""
    diploma.state = state
    Diploma.objects.filter(pk=diploma.pk).update(state=state)
    return Annotation.objects.create(
        diploma=diploma,
        kind=state,
        date=decided.on,
        text=text,
        decision=decided.symbol,
        source=decided.source,
    )


def made_by(document_code: str) -> Annotation | None:
    """What this document had noted of the diploma it decided on; None when it noted nothing."""
    return Annotation.objects.exclude(kind=Diploma.State.VALID).filter(source=document_code).first()
