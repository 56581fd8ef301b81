"""The admissions round that an application is begun in: that of the page one comes from, or the
only open one.
"""

from __future__ import annotations

from django.http import HttpRequest

from forms.lists import offered_programmes
from workflows.definition import Definition


def answer_of(request: HttpRequest, definition: Definition) -> dict[str, str]:
    """The first answer of a draft that names it; {} where none, or more than one, is open."""
    if not definition.round:
        return {}
    rounds = dict(offered_programmes.open_rounds(definition.slug))
    wanted = request.POST.get("dot", request.GET.get("dot", ""))
    if wanted not in rounds:
        wanted = next(iter(rounds)) if len(rounds) == 1 else ""
    return {definition.round: wanted} if wanted else {}


def said(request: HttpRequest, definition: Definition) -> dict[str, object]:
    """What the page before a form is begun says of rounds."""
    is_round = bool(definition.round)
    return {
        "none_open": is_round and not offered_programmes.open_rounds(definition.slug),
        "round": answer_of(request, definition).get(definition.round, ""),
    }
