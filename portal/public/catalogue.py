"""The page of one procedure: what it takes, how long, what it costs, on which law."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

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
from workflows.definition.base import answer_of
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
        "limit": titled_limit(definition.time_limit),
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
        "limits_of_cases": [
            (case.title, time_limit(case.time_limit))
            for case in definition.cases
            if case.time_limit
        ],
        **_offices(definition),
        # Our own drawing from a checked definition; every text in it is escaped by
        # workflows.drawing.diagram.
        "diagram": mark_safe(diagram.svg(definition, language=get_language() or "vi")),  # noqa: S308
    }
    return render(request, "portal/public/procedure.html", page)


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
