"""The authorities of a site from a file of its own (.csv or .xlsx): all of them, or none and every
fault by its row.

The first row names the columns, by the words of the administration's form or by the names of the
model's fields. What is there and confirmed stays as an administrator left it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.spreadsheets import Row, rows_of
from foundation.text import clean_line, fold
from organisations.models import Authority, SchoolLevel, above_itself

COLUMNS = (
    *(
        "slug",
        "kind",
        "name",
        "name_en",
        "parent",
        "symbol",
        "code",
        "place",
        "levels",
        "address",
        "phone",
        "email",
    ),
)
NEEDED = ("slug", "kind", "name", "symbol", "code", "place")
LIST_SIGN = ","


class Faulty(ValueError):
    """Nothing was taken; a Vietnamese sentence for each fault, with its row."""

    def __init__(self, sentences: Iterable[str]) -> None:
        super().__init__("\n".join(sentences))


@dataclass(frozen=True)
class Taken:
    """How many authorities are new, were confirmed by the file, and stayed as they were."""

    new: int
    confirmed: int
    kept: int


Values = dict[str, str]


def take_in(path: Path) -> Taken:
    """Write the authorities of the file; raises Faulty, or UnreadableFile, and has then written
    none.
    """
    with rows_of(path) as rows, transaction.atomic():
        read = list(_read(rows))
        faults = [*_repeated(read)]
        counts = {"new": 0, "confirmed": 0, "kept": 0}
        for number, values in read:
            try:
                counts[_write(values)] += 1
            except ValidationError as error:
                faults += [_at(number, sentence) for sentence in _sentences(error)]
        faults += [*_parents(read)]
        if faults:
            raise Faulty(faults)
    return Taken(**counts)


def _read(rows: Iterable[Row]) -> Iterator[tuple[int, Values]]:
    """(number of the row, column → text), after the row that names the columns."""
    named: list[str] = []
    for row in rows:
        if problem := row.problem_in(range(len(row.cells))):
            raise Faulty((_at(row.number, problem),))
        if not named:
            named = _columns(row)
            continue
        texts = [clean_line(cell) for cell in row.cells]
        yield row.number, {name: text for name, text in zip(named, texts, strict=False) if name}
    if not named:
        raise Faulty((_("Tệp không có dòng nào."),))


def _columns(row: Row) -> list[str]:
    words = {fold(str(Authority._meta.get_field(name).verbose_name)): name for name in COLUMNS}  # type: ignore[union-attr]
    words |= {fold(name): name for name in COLUMNS}
    named = [words.get(fold(cell), "") for cell in row.cells]
    unknown = [
        cell for cell, name in zip(row.cells, named, strict=True) if cell.strip() and not name
    ]
    fields = {field.name: field for field in Authority._meta.fields}
    lacking = [str(fields[name].verbose_name) for name in NEEDED if name not in named]
    faults = [_at(row.number, _("không có cột “{name}”").format(name=name)) for name in unknown]
    faults += [_at(row.number, _("thiếu cột “{name}”").format(name=name)) for name in lacking]
    if faults:
        raise Faulty(faults)
    return named


def _write(values: Values) -> str:
    """What became of the row: a key of `Taken`. The parent is set when all are there."""
    known = Authority.objects.filter(slug=values.get("slug", "")).first()
    if known is not None and known.confirmed:
        return "kept"
    authority = known or Authority()
    for name in COLUMNS:
        if name in values and name not in ("parent", "levels", "kind"):
            setattr(authority, name, values[name])
    authority.kind = _chosen(values.get("kind", ""), Authority.Kind.choices, "kind")
    texts = [text for text in values.get("levels", "").split(LIST_SIGN) if text.strip()]
    authority.levels = [_chosen(text, SchoolLevel.choices, "levels") for text in texts]
    authority.confirmed = True
    authority.full_clean()
    authority.save()
    return "confirmed" if known else "new"


def _chosen(text: str, choices: Iterable[tuple[str, object]], column: str) -> str:
    for value, label in choices:
        if fold(text) in (fold(value), fold(str(label))):
            return value
    known = ", ".join(str(label) for _value, label in choices)
    raise ValidationError(
        {column: _("“{text}” không phải một trong: {known}").format(text=text, known=known)}
    )


def _parents(read: list[tuple[int, Values]]) -> Iterator[str]:
    """Set the parents, named by slug; a sentence for one that is nowhere, or below the one it
    should be above.
    """
    for number, values in read:
        wanted = values.get("parent", "")
        if not wanted:
            continue
        parent = Authority.objects.filter(slug=wanted).first()
        child = Authority.objects.filter(slug=values.get("slug", ""), parent=None).first()
        if parent is None:
            yield _at(number, _("không có cơ quan chủ quản “{name}”").format(name=wanted))
        elif wanted == values.get("slug") or (child is not None and parent.lies_under(child)):
            yield _at(number, above_itself())
        elif child is not None:
            Authority.objects.filter(pk=child.pk).update(parent=parent)


def _repeated(read: list[tuple[int, Values]]) -> Iterator[str]:
    for column in ("slug", "code"):
        seen: dict[str, int] = {}
        for number, values in read:
            text = values.get(column, "")
            if text and text in seen:
                first = seen[text]
                yield _at(number, _("“{text}” đã có ở dòng {first}").format(text=text, first=first))
            seen.setdefault(text, number)


def _sentences(error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        field = next((one for one in Authority._meta.get_fields() if one.name == name), None)
        label = getattr(field, "verbose_name", "")
        yield from (f"{label}: {message}" if label else str(message) for message in messages)


def _at(number: int, sentence: str) -> str:
    return _("Dòng {number}: {sentence}").format(number=number, sentence=sentence)
