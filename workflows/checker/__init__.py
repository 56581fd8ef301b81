"""Finds what is wrong in the meaning of a definition that could be read: each finding with a trace
and a mend.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from documents.word_templates import templates
from workflows.checker import (
    amending,
    assessment,
    commitments,
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
    wording,
    years,
)
from workflows.definition import Definition, Finding

Placeholders = Mapping[str, Collection[str]]

__all__ = ["Asked", "Placeholders", "check", "placeholders_of"]

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
    found = [
        *costs.costly(definition),
        *shape.duplicates(definition),
        *shape.targets(definition),
        *shape.texts(definition),
    ]
    found += [*names.references(definition), *names.people(definition, roles, authorities)]
    found += [
        *names.chosen_authorities(definition),
        *names.conditions(definition),
        *names.reserved(definition),
    ]
    found += [
        *papers.papers(definition),
        *papers.checked(definition),
        *years.fixed(definition),
        *fees.told(definition),
        *amending.amended(definition),
    ]
    found += [
        *wording.words(definition),
        *wording.labels(definition),
        *wording.subjects(definition),
        *commitments.kept(definition),
    ]
    found += [
        *offers.narrowed(definition),
        *offers.bodies_apart(definition),
        *offers.delivery(definition),
    ]
    found += [*papers.templates(definition, template_placeholders), *registers.notes(definition)]
    found += [
        *signatures.chains(definition),
        *councils.councils(definition),
        *assessment.report(definition),
    ]
    broken = {finding.rule for finding in found}
    if not broken & {*_NO_GRAPH}:
        found += [
            *shape.reach(definition),
            *law.order(definition),
            *law.reasons(definition),
            *hours.limits(definition),
        ]
        found += [
            *signatures.ways(definition),
            *ways_on.sure(definition),
            *ways_back.offered(definition),
        ]
        if not broken & {*_NO_SENSE}:
            found += [
                *printed.facts(definition, template_placeholders),
                *silences.open_outcomes(definition),
            ]
    return found


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
