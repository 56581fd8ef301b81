"""Every example that a form shows is an answer the same question takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from forms import field_kinds as fk
from workflows.checker.wording import asked_fields
from workflows.definition import load
from workflows.procedure import publishing

EXAMPLE = {
    "vi": re.compile(r"[Vv]í dụ:? ([^.;]+(?:\.(?=\S)[^.;]+)*)"),
    "en": re.compile(r"(?:[Ff]or example:?|such as) ([^.;]+)"),
}
#: One input of these takes any line; a date is typed in three boxes.
PLAIN = (
    fk.TextField,
    fk.LongTextField,
    fk.NumberField,
    fk.MoneyField,
    fk.PhoneField,
    fk.EmailField,
    fk.DateField,
)


def shown() -> Iterator[tuple[str, Any, str]]:
    for folder in publishing.shipped_folders():
        for _path, field in asked_fields(load(folder / "procedure.yaml")):
            if isinstance(field, PLAIN):
                yield from ((folder.name, field, language) for language in ("vi", "en"))


@pytest.mark.parametrize(
    ("procedure", "field", "language"),
    [pytest.param(*one, id=f"{one[0]}-{one[1].id}-{one[2]}") for one in shown()],
)
def test_every_example_shown_is_taken(procedure: str, field: Any, language: str) -> None:
    with override(language):
        hints = [
            (field.help or {}).get(language, ""),
            *(one.help for one in field.inputs({}, field.id)),
        ]
        for example in (found for hint in hints for found in EXAMPLE[language].findall(hint)):
            boxes = dict(zip(("day", "month", "year"), example.split(" / "), strict=False))
            posted = (
                {f"{field.id}.{box}": text for box, text in boxes.items()}
                if isinstance(field, fk.DateField)
                else {}
            )
            assert field.read(posted or {field.id: example}, field.id) is not None, example
