"""Who read whose data: noted while a page is made, written before it leaves, asked for in one
query.

Law on personal data protection (91/2025/QH15) and Decree 13/2023: a breach is reported within 72
hours, with who was concerned; people may ask who has seen their data.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from organisations.models import User
from privacy.models import ReadEntry
from protection import blind_index
from workflows.models import Dossier

COLUMNS = ("at", "reader", "reader_name", "dossier", "what")
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Seen:
    """What a page is about to show."""

    what: str
    dossier: Dossier | None = None
    subject: str = ""  # blind index


def note(
    request: HttpRequest, what: str, dossier: Dossier | None = None, subject: str = ""
) -> None:
    """The page being made shows this; written once the page is ready, if it is shown at all."""
    noted: list[Seen] = request.__dict__.setdefault("seen_personal_data", [])
    noted.append(Seen(what, dossier, subject))


def noted(request: HttpRequest) -> list[Seen]:
    """What was noted so far, each thing once."""
    return list(dict.fromkeys(request.__dict__.get("seen_personal_data", ())))


def forget(request: HttpRequest) -> None:
    """What was noted so far is not shown after all."""
    request.__dict__.pop("seen_personal_data", None)


def write(reader: User, seen: Iterable[Seen]) -> None:
    """One row for each thing seen."""
    now = timezone.now()
    for one in seen:  # nearly always one: no transaction around it
        entry = ReadEntry(
            at=now, reader=reader, reader_name=str(reader), dossier=one.dossier, subject=one.subject
        )
        entry.what = one.what[:120]
        entry.save(force_insert=True)


def write_all(reader: User, what: str, dossiers: Iterable[Dossier]) -> None:
    """One row for each dossier of an export, written before it leaves."""
    now = timezone.now()
    common = {"at": now, "reader": reader, "reader_name": str(reader), "what": what[:120]}
    ReadEntry.objects.bulk_create(
        [ReadEntry(dossier=dossier, **common) for dossier in dossiers], batch_size=500
    )


def of_person(identity: str, start: dt.datetime, end: dt.datetime) -> QuerySet[ReadEntry]:
    """Every look at the data of the person with this identity number, from `start` until before
    `end`, oldest first.

    One statement; each part of it goes by an index.
    """
    numbers = {blind_index.identity(identity), blind_index.passport(identity)} - {""}
    if not numbers:
        return ReadEntry.objects.none()
    rows = _between(start, end)
    parts = (
        rows.filter(dossier__applicant_index__in=numbers),
        rows.filter(dossier__holder_index__in=numbers),
    )
    return rows.filter(subject__in=numbers).union(*parts).order_by("at", "id")


def of_dossier(code: str, start: dt.datetime, end: dt.datetime) -> QuerySet[ReadEntry]:
    """Every look at one dossier, oldest first."""
    return _between(start, end).filter(dossier__code=code).order_by("at", "id")


def write_csv(rows: Iterable[ReadEntry], file: IO[str]) -> int:
    """The rows for a spreadsheet; what it would take for a formula becomes text. Returns how
    many.
    """
    writer, count = csv.writer(file), 0
    writer.writerow(COLUMNS)
    for row in rows:
        count += 1
        code = row.dossier.code if row.dossier else ""
        cells = (
            timezone.localtime(row.at).isoformat(timespec="seconds"),
            str(row.reader_id),
            row.reader_name,
            code,
        )
        writer.writerow([plain_cell(cell) for cell in (*cells, row.what)])
    return count


def plain_cell(text: str) -> str:
    """Text that no spreadsheet calculates (OWASP: CSV injection), less what its file cannot hold
    (XML 1.0, 2.2).
    """
    held = _NOT_XML.sub("", text)  # stored before anything was cleaned at the door
    return f"'{held}" if held.lstrip(" ").startswith(FORMULA) else held


def _between(start: dt.datetime, end: dt.datetime) -> QuerySet[ReadEntry]:
    return ReadEntry.objects.filter(at__gte=start, at__lt=end).select_related("dossier")
