"""Import a file into a book: what is new is added, what is known is counted, what is wrong or
differs is reported.

Nothing that the register has is ever overwritten. Each batch is one transaction, counts included:
an import that is broken off has done exactly what its run says, and importing the file again does
the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation import spreadsheets
from registers import columns
from registers.entries import Entry, FaultyRow, entry
from registers.models import Annotation, Diploma, ImportFault, ImportRun, RegisterBook

BATCH = 900  # rows a transaction; below the 999 parameters that an old SQLite allows

#: What must agree for a row to be the entry the register already has. The birth date follows by its
#: own rule.
COMPARED = (
    "serial",
    "holder_name",
    "birth_place",
    "sex",
    "ethnicity",
    "school",
    "graduation_year",
    "grade",
    "decision",
    "decision_date",
    "issued_by",
    "signer",
)

Key = tuple[str, str]
Progress = Callable[[int, float], None]


def import_file(
    path: Path, book: RegisterBook, file_name: str = "", progress: Progress | None = None
) -> ImportRun:
    """Import `path` (.xlsx, .csv); returns the finished run. `progress(rows, share from 0 to 1)`
    after each batch.

    Raises UnreadableFile when the file cannot be read (to the end); the run then names the problem.
    """
    run = ImportRun.objects.create(book=book, file_name=(file_name or path.name)[:200])
    try:
        with spreadsheets.rows_of(path) as rows:
            _import_rows(rows, run, progress or _silent)
    except spreadsheets.UnreadableFile as problem:
        run.problem = str(problem)[:300]
        raise
    finally:
        run.finished_at = timezone.now()
        run.save()
    return run


def _silent(rows: int, share: float) -> None:
    """Progress that nobody watches."""


def _import_rows(rows: Iterator[spreadsheets.Row], run: ImportRun, progress: Progress) -> None:
    header = _header(rows)
    if header.unknown:
        run.ignored_columns = ", ".join(header.unknown)[:300]
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic():
            # two imports into one book take turns
            RegisterBook.objects.select_for_update().get(pk=run.book_id)
            _import_batch(batch, header, run)
            run.save()
        progress(run.read, batch[-1].share)


def _header(rows: Iterator[spreadsheets.Row]) -> columns.Header:
    found = (columns.header(row.cells) for row in islice(rows, columns.HEADER_WITHIN))
    return columns.demand_required(next((header for header in found if header), None))


def _import_batch(batch: list[spreadsheets.Row], header: columns.Header, run: ImportRun) -> None:
    entries, faults = _read(batch, header, run)
    known = _known(run.book_id, [one.diploma for _row, one in entries])
    new: list[Entry] = []
    for number, one in entries:
        earlier = known.setdefault(_key(one.diploma), one.diploma)
        if earlier is one.diploma:
            new.append(one)
        elif differing := _differences(earlier, one.diploma):
            faults.append(ImportFault(run=run, row=number, reason=_differs(earlier, differing)))
    Diploma.objects.bulk_create(one.diploma for one in new)
    Annotation.objects.bulk_create(_annotations(new))
    ImportFault.objects.bulk_create(faults)
    run.read += len(batch)
    run.added += len(new)
    run.faulty += len(faults)
    run.known += len(batch) - len(new) - len(faults)


def _read(
    batch: list[spreadsheets.Row], header: columns.Header, run: ImportRun
) -> tuple[list[tuple[int, Entry]], list[ImportFault]]:
    entries, faults = [], []
    for row in batch:
        try:
            if problem := row.problem_in(header.places.values()):
                raise FaultyRow(problem)
            entries.append((row.number, entry(header.cells(row.cells), run.book_id)))
        except FaultyRow as fault:
            faults.append(ImportFault(run=run, row=row.number, reason=str(fault)[:300]))
    return entries, faults


def _known(book_id: int, diplomas: list[Diploma]) -> dict[Key, Diploma]:
    """What the book has under the same numbers."""
    numbers = {diploma.book_number for diploma in diplomas}
    return {
        _key(diploma): diploma
        for diploma in Diploma.objects.filter(book=book_id, book_number__in=numbers)
    }


def _key(diploma: Diploma) -> Key:
    return diploma.book_number, diploma.level


def _differences(earlier: Diploma, later: Diploma) -> list[str]:
    """The fields that disagree. A later state of the entry is no disagreement: the register goes on
    after an import.
    """
    names = [name for name in COMPARED if getattr(earlier, name) != getattr(later, name)]
    return names if _born_alike(earlier, later) else [*names, "birth_date"]


def _born_alike(earlier: Diploma, later: Diploma) -> bool:
    """The same day however it is written; where only a year was written, the same words."""
    if earlier.birth_date or later.birth_date:
        return earlier.birth_date == later.birth_date
    return earlier.birth_date_text == later.birth_date_text


def _differs(earlier: Diploma, names: Iterable[str]) -> str:
    reason = _("Số vào sổ {number} đã ghi cho {holder}; dòng này khác ở: {fields}.")
    fields = ", ".join(columns.label(name) for name in names)
    return reason.format(number=earlier.book_number, holder=earlier.holder_name, fields=fields)[
        :300
    ]


def _annotations(new: list[Entry]) -> Iterator[Annotation]:
    for one in new:
        if one.note:
            yield Annotation(diploma=one.diploma, kind=one.diploma.state, text=one.note)
