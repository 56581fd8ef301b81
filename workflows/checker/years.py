"""Years that stand still: a last year written as a number is wrong from the next first of January
on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from forms.field_kinds import NumberField
from workflows.definition import Definition, Finding
from workflows.definition.findings import Path, Rules, doubt, fault

YEARS = Rules(
    {
        "year_stands_still": fault(
            "No year after {year} can be answered here, and that year passes.",
            "Write this_year (or this_year + 1). A year that the law itself names stands in must:,"
            " with must_message:.",
            "Câu này không nhận năm nào sau {year}, mà năm đó rồi sẽ qua.",
            "Hãy viết this_year (hoặc this_year + 1). Năm do luật ấn định thì ghi trong must:, kèm"
            " must_message:.",
        ),
        "year_may_stand_still": doubt(
            "The year {year} stays here while time goes on.",
            "Write min: this_year (or this_year - 1) if the present year is meant; a default has no"
            " year.",
            "Năm {year} đứng yên ở đây trong khi thời gian vẫn trôi.",
            "Hãy viết min: this_year (hoặc this_year - 1) nếu muốn nói năm nay; giá trị mặc định"
            " thì không ghi năm.",
        ),
    }
)

#: No amount of pupils or copies begins here: a number that may be no smaller is a year.
FIRST_YEAR = 1900
#: A last year so long before the definition's own, and so long after it, meant "now" when it was
#: written.
BEFORE, AFTER = 1, 10


def fixed(definition: Definition) -> Iterator[Finding]:
    """A last year that time will pass is a fault; a first or a usual one that it will leave behind
    is a doubt.
    """
    near = range(definition.valid_from.year - BEFORE, definition.valid_from.year + AFTER + 1)
    for path, field in _numbers(definition):
        if not _asks_a_year(field):
            continue
        if field.max in near:
            yield YEARS.found("year_stands_still", (*path, "max"), year=field.max)
        for name in ("min", "default"):
            if getattr(field, name) in near:
                yield YEARS.found("year_may_stand_still", (*path, name), year=getattr(field, name))


def _asks_a_year(field: NumberField) -> bool:
    """The least number tells; where there is none, a greatest one that is a year of our time."""
    return isinstance(field.min, str) or field.min is None or field.min >= FIRST_YEAR


def _numbers(definition: Definition) -> Iterator[tuple[Path, NumberField]]:
    for place, section in enumerate(definition.form.sections):
        yield from _among(section.fields, ("form", "sections", place))
    for place, step in enumerate(definition.steps):
        yield from _among(step.fields, ("steps", place))


def _among(fields: Iterable[Any], around: Path) -> Iterator[tuple[Path, NumberField]]:
    for place, field in enumerate(fields):
        path = (*around, "fields", place)
        if field.kind == "group":
            yield from _among(field.fields, path)
        elif isinstance(field, NumberField):
            yield path, field
