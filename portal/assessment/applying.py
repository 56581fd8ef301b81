"""From an approved self-assessment to an application for the national standard, filled in as far as
it is known.
"""

from __future__ import annotations

from typing import Any

from assessment import report
from assessment.catalogue import rules_of
from assessment.language import RuleSet
from assessment.models import Assessment, Report
from forms.files.uploads import copy_for, open_file
from organisations.models import Authority, User
from portal.shared.prefill import known_answers
from workflows.applicant import drafts
from workflows.definition.whole import TakenReport
from workflows.models import Draft, Procedure, ProcedureVersion
from workflows.published import definition_of


def procedures_for(rules: RuleSet) -> list[Procedure]:
    """The open procedures whose definition takes the report of a self-assessment by such rules."""
    return [
        one
        for one in Procedure.objects.filter(open=True).order_by("pk")
        if _taken_by(one.current, rules)
    ]


def _taken_by(version: ProcedureVersion | None, rules: RuleSet) -> bool:
    taken = definition_of(version).assessment if version else None
    return taken is not None and rules.stage in taken.stages


def begin(found: Assessment, approved: Report, slug: str, officer: User) -> Draft:
    """The draft of the application; raises LookupError when there is no such procedure, and
    drafts.TooManyDrafts.
    """
    procedure = next(
        (one for one in procedures_for(rules_of(found.rules)) if one.slug == slug), None
    )
    version = procedure.current if procedure else None
    if version is None:
        raise LookupError(slug)
    definition = definition_of(version)
    if definition.assessment is None:
        raise LookupError(slug)
    known = _known(definition.assessment, found, approved, officer)
    return drafts.begin(officer, version, known_answers(definition, officer) | known)


def _files(approved: Report, officer: User) -> list[str]:
    """The frozen Word file under the applicant's name, and before it a copy that a browser can
    show.
    """
    with open_file(approved.file) as file:
        read = report.reading_copy(file.read(), approved.file.name, officer)
    kept = [read, copy_for(approved.file, officer)]
    return [str(stored.pk) for stored in kept if stored]


def _known(
    taken: TakenReport, found: Assessment, approved: Report, officer: User
) -> dict[str, Any]:
    parent = found.school.parent
    known = {
        taken.school: found.school.slug,
        taken.rules: taken.stages[rules_of(found.rules).stage],
        taken.school_year: found.school_year,
        taken.level: str(approved.level),
        taken.report: _files(approved, officer),
    }
    if parent is not None and parent.kind == Authority.Kind.COMMUNE:
        known[taken.commune] = parent.slug
    return known
