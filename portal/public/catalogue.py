"""The first page and the page of one procedure: what it takes, how long, what it costs, on which law."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from organisations.models import Authority
from portal.reading import fees, time_limit, usual_path
from workflows import catalogue, diagram
from workflows.models import Procedure


def home(request: HttpRequest) -> HttpResponse:
    """The catalogue, by field; `q` searches it and forgives missing diacritics."""
    text = request.GET.get("q", "").strip()[:100]
    found = catalogue.search(text).filter(open=True).order_by("field", "title")
    fields = [(field, list(procedures)) for field, procedures in groupby(found, key=lambda each: each.field)]
    page = {"query": text, "fields": fields, "count": sum(len(procedures) for _, procedures in fields)}
    return render(request, "portal/public/home.html", page)


def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the law wants published of a procedure (NĐ 118/2025: eight groups), and the button to begin."""
    found = get_object_or_404(Procedure, slug=slug)
    version = found.current
    if version is None:
        raise Http404
    definition = catalogue.definition_of(version)
    offices = Authority.objects.in_bulk(
        [definition.authority.decides, *definition.authority.receives], field_name="slug"
    )
    page = {
        "procedure": found,
        "version": version,
        "definition": definition,
        "main_steps": usual_path(definition),
        "limit": time_limit(definition.time_limit),
        "fees": fees(definition.channels),
        "decides": offices.get(definition.authority.decides),
        "receives": [offices[slug] for slug in definition.authority.receives if slug in offices],
        # Our own drawing from a checked definition; every text in it is escaped by workflows.diagram.
        "diagram": mark_safe(diagram.svg(definition, language=get_language() or "vi")),  # noqa: S308
    }
    return render(request, "portal/public/procedure.html", page)
