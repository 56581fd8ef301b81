"""Finds what is wrong in the meaning of a definition that could be read: each finding with a trace
and a mend.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from documents.word_templates import templates
from workflows.checker import (
    amending,
    assessment,
    assurance,
    co_signing,
    commitments,
    conditions,
    costs,
    councils,
    fees,
    hours,
    law,
    names,
    offers,
    papers,
    printed,
    registers,
    shape,
    signatures,
    silences,
    ways_back,
    ways_on,
    without_account,
    wording,
    years,
)
from workflows.definition import Definition, Finding

Placeholders = Mapping[str, Collection[str]]

__all__ = ["Asked", "Placeholders", "check", "placeholders_of"]

Check = Callable[[Definition], Iterable[Finding]]
#: What can be said of any definition, in the order in which it is told.
SHAPE: tuple[Check, ...] = (
    costs.costly,
    shape.duplicates,
    shape.targets,
    shape.texts,
    names.references,
)
PARTS: tuple[Check, ...] = (
    names.chosen_authorities,
    names.rounds,
    conditions.conditions,
    names.reserved,
    papers.papers,
    papers.checked,
    years.fixed,
    fees.told,
    amending.amended,
    co_signing.signed_by_two,
    wording.words,
    wording.front_page,
    wording.labels,
    wording.subjects,
    commitments.kept,
    offers.narrowed,
    offers.bodies_apart,
    offers.delivery,
    assurance.asked_online,
    without_account.filed_alone,
)
KEPT: tuple[Check, ...] = (
    registers.notes,
    signatures.chains,
    councils.councils,
    assessment.report,
)
#: What follows the ways through the steps, where these are a graph.
WAYS: tuple[Check, ...] = (
    shape.reach,
    law.order,
    law.reasons,
    hours.limits,
    signatures.ways,
    ways_on.sure,
    ways_back.offered,
)
_NO_GRAPH = ("target_unknown", "start_unknown", "duplicate_id")
_NO_SENSE = ("condition_faulty", "condition_costly", "condition_unknown", "reference_unknown")


class Asked(frozenset[str]):
    """The names a Word template asks for; `printed` are those it prints as they are, so that none
    may be empty.
    """

    printed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, docx: bytes) -> Asked:
        """Those of a template. Raises templates.TemplateFaulty."""
        asked = cls(templates.placeholders(docx))
        asked.printed = templates.printed(docx)
        return asked


def check(
    definition: Definition,
    template_placeholders: Placeholders | None = None,
    roles: Collection[str] | None = None,
    authorities: Collection[str] | None = None,
) -> list[Finding]:
    """Every fault and doubt of the definition. What is None is not known, and not checked.

    `template_placeholders`: template as the definition names it → the names it asks for (`Asked`,
    from `placeholders_of`, says which of them may not be empty). `roles`, `authorities`: slugs.
    """
    if found := list(costs.sizes(definition)):
        return found
    found = _by(SHAPE, definition)
    found += names.people(definition, roles, authorities)
    found += _by(PARTS, definition)
    found += papers.templates(definition, template_placeholders)
    found += _by(KEPT, definition)
    broken = {finding.rule for finding in found}
    if broken & {*_NO_GRAPH}:
        return found
    found += _by(WAYS, definition)
    if not broken & {*_NO_SENSE}:
        found += printed.facts(definition, template_placeholders)
        found += silences.open_outcomes(definition)
    return found


def _by(checks: Iterable[Check], definition: Definition) -> list[Finding]:
    return [finding for each in checks for finding in each(definition)]


def placeholders_of(docx: Mapping[str, bytes]) -> dict[str, Collection[str]]:
    """Template as the definition names it → the names it asks for. What is no Word template is left
    out.
    """
    found: dict[str, Collection[str]] = {}
    for name, content in docx.items():
        try:
            found[name] = Asked.of(content)
        except templates.TemplateFaulty:
            continue
    return found
