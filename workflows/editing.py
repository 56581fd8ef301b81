"""What stands beside a definition while it is written: findings, the diagram, the form. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString, mark_safe

from workflows import diagram, form_preview
from workflows.definition import Definition
from workflows.inspection import Inspection, Proposal, from_text, inspect
from workflows.releases import Release, merged

MAX_TEXT = 500_000  # characters; the longest shipped definition has 20,000
MAX_TEMPLATE = 2 * 1024 * 1024  # bytes
#: The editor's own inputs: with a hyphen, so that no field of a form that is tried out has such a name.
SOURCE, NEWEST, TEMPLATES, RELEASE = "the-source", "the-newest", "the-templates", "the-release"
PUBLISH, REPLAY, KEEP = "do-publish", "do-replay", "do-keep"
OWN = {SOURCE, NEWEST, TEMPLATES, RELEASE, PUBLISH, REPLAY, "do-check", "csrfmiddlewaretoken"}
#: Findings that leave a diagram without a shape.
SHAPELESS = {"target_unknown", "start_unknown", "duplicate_id"}


@dataclass(frozen=True)
class Beside:
    """What a text means, as far as it can be understood."""

    checked: Inspection
    drawing: SafeString | str
    sections: list[form_preview.Shown]


def proposal_of(request: HttpRequest, release: Release | None = None) -> Proposal:
    """The text that was sent, with the Word files sent along, before those of the release it takes up."""
    text, files = text_of(request), _uploaded(request)
    return merged(release, text, files) if release else from_text(text, files)


def text_of(request: HttpRequest) -> str:
    """The text as it was typed, with line ends as files have them."""
    return str(request.POST.get(SOURCE, "")).replace("\r\n", "\n")[:MAX_TEXT]


def beside(checked: Inspection, sample: QueryDict) -> Beside:
    """Findings, diagram and form of a text; `sample` are the answers typed into the form that is tried out."""
    definition = checked.definition
    if definition is None:
        return Beside(checked, "", [])
    shapeless = SHAPELESS & {finding.rule for finding in checked.findings}
    sections = [] if "duplicate_id" in shapeless else form_preview.preview(definition, sample)
    return Beside(checked, "" if shapeless else drawn(definition), sections)


def look(request: HttpRequest, release: Release | None = None) -> Beside:
    """`beside` of what was sent."""
    return beside(inspect(proposal_of(request, release)), sample_of(request))


def sample_of(request: HttpRequest) -> QueryDict:
    """The sample answers among what was sent."""
    sample = QueryDict(mutable=True)
    for name in request.POST:
        if name not in OWN:
            sample.setlist(name, request.POST.getlist(name))
    return sample


def drawn(definition: Definition) -> SafeString:
    """Our own drawing, whose texts `workflows.diagram` escapes."""
    return mark_safe(diagram.svg(definition))  # noqa: S308


def _uploaded(request: HttpRequest) -> dict[str, bytes]:
    """File name → Word file sent along; one that is too big is left out, and then told as missing."""
    files: list[Any] = request.FILES.getlist(TEMPLATES)
    return {str(file.name): file.read() for file in files if (file.size or 0) <= MAX_TEMPLATE}
