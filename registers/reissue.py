"""A diploma that the agency itself wrote wrong is written anew: a new entry and serial, the old one
marked.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.text import clean_line
from registers import corrections
from registers.corrections import Asked, Decided
from registers.models import Annotation, Diploma, serial_key
from registers.refusals import RegisterRefused


@dataclass(frozen=True)
class Blank:
    """The new blank: its serial, the number of its entry, who issues and signs it today."""

    serial: str
    book_number: str
    issued_by: str
    signer: str


def check(diploma: Diploma, asked: Sequence[Asked], serial: str, book_number: str) -> None:
    """Raise RegisterRefused, with a sentence, when it cannot be written anew like this."""
    corrections.check(diploma, asked)
    if not serial_key(serial) or not clean_line(book_number):
        raise RegisterRefused(_("Hãy ghi số hiệu của phôi mới và số vào sổ."))
    same_level = Diploma.objects.filter(level=diploma.level)
    if same_level.filter(book=diploma.book_id, book_number=clean_line(book_number)).exists():
        raise RegisterRefused(
            _("Số vào sổ {number} đã có trong sổ này.").format(number=book_number)
        )
    if same_level.filter(folded_serial=serial_key(serial)).exists():
        raise RegisterRefused(
            _("Số hiệu {serial} đã dùng cho văn bằng khác.").format(serial=serial)
        )


def reissue(entry: int, asked: Sequence[Asked], blank: Blank, decided: Decided) -> Annotation:
    """Enter the new diploma with the right contents and mark the old one; returns the old entry's
    annotation.
    """
    diploma = corrections.locked(entry)
    renewed = copy.copy(corrections.in_force(diploma))
    renewed.pk, renewed.state = None, Diploma.State.VALID
    renewed.serial, renewed.book_number = clean_line(blank.serial), clean_line(blank.book_number)
    renewed.issued_by, renewed.signer = blank.issued_by, blank.signer
    for one in asked:
        corrections.set_content(renewed, one.content, clean_line(one.new))
    renewed.save(force_insert=True)
    told = (
        f"Cấp lại thay văn bằng số hiệu {diploma.serial or '(không ghi)'}, số vào sổ"
        f" {diploma.book_number}"
    )
    Annotation.objects.create(
        diploma=renewed, kind=Diploma.State.VALID, date=decided.on, text=f"{told}, theo {decided}",
        decision=decided.symbol, source=decided.source,
    )  # fmt: skip
    gone = f"Đã cấp lại số hiệu {renewed.serial}, số vào sổ {renewed.book_number}, theo {decided}"
    return corrections.annotate(diploma, Diploma.State.REISSUED, gone, decided)
