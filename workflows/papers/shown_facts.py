"""The lines of a document that its public check shows, as the procedure in force says it.

A document keeps its facts for ever, its dossier does not: the template's name tells which procedure
it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from documents.models import Document
from documents.slips import CHECKED
from workflows.definition.whole import Checked
from workflows.published import in_force

Label = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A fact of the document with its label in each language; the value as the paper prints it."""

    label: Label
    value: str


@dataclass(frozen=True)
class ShownFacts:
    """What the check of one document shows, and to whom."""

    facts: Mapping[str, object]
    declared: Checked

    def lines(self, named: bool) -> list[Line]:
        """What is shown at once, and to whoever knows the holder's birth date (`named`) the rest
        too.
        """
        labels = {**self.declared.at_once, **(self.declared.with_birth_date if named else {})}
        return [
            Line(label, text)
            for name, label in labels.items()
            if (text := _text(self.facts.get(name)))
        ]

    @property
    def wait_for_birth_date(self) -> bool:
        """Whether a birth date would show more lines."""
        return any(_text(self.facts.get(name)) for name in self.declared.with_birth_date)


def of_document(document: Document) -> ShownFacts:
    """By the procedure's version in force, so that documents of older versions are checked as
    well.
    """
    return ShownFacts(document.facts, _declared(document.template.name))


def _declared(template: str) -> Checked:
    slug, _sign, stem = template.partition("/")
    if template in CHECKED:
        return Checked(at_once=CHECKED[template])
    definition = in_force(slug)
    documents = definition.documents if definition else ()
    return next(
        (one.check for one in documents if one.template_name == stem and one.check), Checked()
    )


def _text(fact: object) -> str:
    return "; ".join(map(str, fact)) if isinstance(fact, list) else str(fact or "")
