"""The lines of a document that its public check shows, as the procedure in force says it.

A document keeps its facts for ever, its dossier does not: the template's name tells which procedure it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from documents.models import Document
from documents.slips import CHECKED
from workflows.definition.whole import Checked
from workflows.models import Procedure
from workflows.published import definition_of

Label = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A fact of the document with its label in each language; the value as the paper prints it."""

    label: Label
    value: str


def lines(document: Document, named: bool) -> list[Line]:
    """What the check shows: at once, and to whoever knows the holder's birth date (`named`) the rest too."""
    shown = _declared(document.template.name)
    labels = {**shown.at_once, **(shown.with_birth_date if named else {})}
    return [Line(label, text) for name, label in labels.items() if (text := _text(document.facts.get(name)))]


def waits_for_birth_date(document: Document) -> bool:
    """Whether a birth date would show more lines."""
    return any(_text(document.facts.get(name)) for name in _declared(document.template.name).with_birth_date)


def _declared(template: str) -> Checked:
    """By the procedure's version in force, so that documents of older versions are checked as well."""
    slug, _sign, stem = template.partition("/")
    if template in CHECKED:
        return Checked(at_once=CHECKED[template])
    procedure = Procedure.objects.filter(slug=slug).first()
    version = procedure.current if procedure else None
    documents = definition_of(version).documents if version else ()
    found = next((one.check for one in documents if one.template_name == stem), None)
    return found or Checked()


def _text(fact: object) -> str:
    return "; ".join(map(str, fact)) if isinstance(fact, list) else str(fact or "")
