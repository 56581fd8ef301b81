"""The page of one procedure: what it takes, how long, what it costs, on which law."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from forms.conditions.evaluation import Condition
from foundation.languages import in_language, name_in_language
from organisations.accounts.assurance import NAMES
from organisations.models import Authority
from portal.wording.definition_texts import (
    channel_notes,
    fees,
    time_limit,
    titled_limit,
    usual_path,
    ways_of_filing,
)
from workflows.definition import Definition
from workflows.definition.base import EX_OFFICIO, answer_of
from workflows.definition.law import Case
from workflows.drawing import diagram
from workflows.models import Procedure
from workflows.published import definition_of


def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the law wants published of a procedure (NĐ 118/2025: eight groups), and the button
    to begin.
    """
    found = get_object_or_404(Procedure, slug=slug)
    version = found.current
    if version is None:
        raise Http404
    definition = definition_of(version)
    page = {
        "procedure": found,
        "version": version,
        "definition": definition,
        "main_steps": usual_path(definition),
        "longer": [
            each
            for limit in definition.longer_limits.values()
            for each in titled_limit(limit, always=True)
        ],
        "fees": fees(definition.channels),
        "fee_notes": channel_notes(definition.channels, of_fees=True),
        "channel_notes": channel_notes(definition.channels, of_fees=False),
        "filed": ways_of_filing(definition.channels),
        "assurance": NAMES[definition.assurance] if definition.assurance else "",
        **_chosen_case(definition, request.GET.get("truong-hop", "")),
        **_offices(definition),
        # Our own drawing from a checked definition; every text in it is escaped by
        # workflows.drawing.diagram.
        "diagram": mark_safe(diagram.svg(definition, language=get_language() or "vi")),  # noqa: S308
    }
    return render(request, "portal/public/procedure.html", page)


def _chosen_case(definition: Definition, chosen: str) -> dict[str, Any]:
    """The cases that somebody may apply in, which of them was chosen (the only one is), and what
    takes how long in it; without a choice, the limit of each case that has its own.
    """
    cases = [case for case in definition.cases if _is_applied_for(case)]
    case = next((one for one in cases if one.id == chosen or len(cases) == 1), None)
    own = case.time_limit if case else None
    of_cases = [] if case else [one for one in cases if one.time_limit]
    return {
        "cases": cases,
        "case": case,
        "limit": titled_limit(own or definition.time_limit),
        "limits_of_cases": [
            (one.title, time_limit(one.time_limit)) for one in of_cases if one.time_limit
        ],
    }


def _is_applied_for(case: Case) -> bool:
    """Whether citizens and schools are ever in it, not only an office that acts by itself."""
    condition = Condition(case.when) if case.when else None
    if condition is None or EX_OFFICIO not in condition.references:
        return True
    return condition.holds({EX_OFFICIO: False})


def _offices(definition: Definition) -> dict[str, Any]:
    """The names of who decides and who receives; where the applicant names the authority, what they
    are asked.
    """
    places = [definition.authority.decides, *definition.authority.receives]
    known = Authority.objects.in_bulk(
        [place for place in places if not answer_of(place)], field_name="slug"
    )
    asked = {field.id: in_language(field.label) for field in definition.form.fields()}
    names = [
        name_in_language(known[place]) if place in known else asked.get(answer_of(place), place)
        for place in places
    ]
    return {
        "decides": names[0],
        "receives": list(dict.fromkeys(names[1:])),
        "office_in_charge": known.get(places[0]),
    }
