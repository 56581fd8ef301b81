"""From an approved self-assessment to an application for the national standard, filled in as far as it is known."""

from __future__ import annotations

from typing import Any

from assessment import report
from assessment.catalogue import rules_of
from assessment.language import RuleSet
from assessment.models import Assessment, Report
from forms.uploads import copy_for, open_file
from organisations.models import Authority, User
from portal.citizen.prefill import known_answers
from workflows.catalogue import definition_of
from workflows.models import Draft, Procedure

#: Stage of the rule set → the procedures that its report may go with.
PROCEDURES = {
    "PRESCHOOL": ("national-standard-preschool",),
    "SECONDARY": ("national-standard-secondary",),
    "ANY": ("national-standard-preschool", "national-standard-secondary"),
}


def procedures_for(rules: RuleSet) -> list[Procedure]:
    """The open procedures that ask for such a report."""
    return list(Procedure.objects.filter(slug__in=PROCEDURES[rules.stage], open=True))


def begin(found: Assessment, approved: Report, slug: str, officer: User) -> Draft:
    """The draft of the application; raises LookupError when there is no such procedure."""
    procedure = next((one for one in procedures_for(rules_of(found.rules)) if one.slug == slug), None)
    version = procedure.current if procedure else None
    if version is None:
        raise LookupError(slug)
    answers = known_answers(definition_of(version), officer)
    return Draft.objects.create(owner=officer, version=version, answers=answers | _known(found, approved, officer))


def _files(approved: Report, officer: User) -> list[str]:
    """The frozen Word file under the applicant's name, and before it a copy that a browser can show."""
    with open_file(approved.file) as file:
        read = report.reading_copy(file.read(), approved.file.name, officer)
    kept = [read, copy_for(approved.file, officer)]
    return [str(stored.pk) for stored in kept if stored]


def _known(found: Assessment, approved: Report, officer: User) -> dict[str, Any]:
    rules, parent = rules_of(found.rules), found.school.parent
    known = {
        "school": found.school.slug,
        "rules": "2026" if rules.stage == "ANY" else "2018",
        "school_year": found.school_year,
        "self_level": str(approved.level),
        "report": _files(approved, officer),
    }
    if parent is not None and parent.kind == Authority.Kind.COMMUNE:
        known["commune"] = parent.slug
    return known
