"""What stands beside a definition while it is written: findings, the diagram, the form. Nothing is
written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from workflows.definition import Definition
from workflows.drawing import diagram
from workflows.procedure import definition_check_apart, form_preview, publishing
from workflows.procedure.inspection import Inspection, Proposal, from_text
from workflows.procedure.releases import Release, merged

MAX_TEXT = 500_000  # characters; the longest shipped definition has 20,000
MAX_TEMPLATE = 2 * 1024 * 1024  # bytes
#: The editor's own inputs: with a hyphen, so that no field of a form that is tried out has such a
#: name.
SOURCE, NEWEST, TEMPLATES, RELEASE = "the-source", "the-newest", "the-templates", "the-release"
PUBLISH, REPLAY, KEEP = "do-publish", "do-replay", "do-keep"
OWN = {SOURCE, NEWEST, TEMPLATES, RELEASE, PUBLISH, REPLAY, "do-check", "csrfmiddlewaretoken"}
#: Findings that leave a diagram without a shape.
SHAPELESS = {"target_unknown", "start_unknown", "duplicate_id", "too_costly", "too_many"}
#: Findings after which the form is not tried out: it may cost anything.
UNTRIED = {"duplicate_id", "condition_costly", "too_costly", "too_many"}


@dataclass(frozen=True)
class Beside:
    """What a text means, as far as it can be understood."""

    checked: Inspection
    drawing: SafeString | str
    sections: list[form_preview.Shown]


def proposal_of(request: HttpRequest, release: Release | None = None) -> Proposal:
    """The text that was sent, with the Word files sent along, before those of the release it takes
    up.
    """
    text, files = text_of(request), _uploaded(request)
    return merged(release, text, files) if release else from_text(text, files)


def text_of(request: HttpRequest) -> str:
    """The text as it was typed, with line ends as files have them."""
    return str(request.POST.get(SOURCE, "")).replace("\r\n", "\n")[:MAX_TEXT]


def beside(checked: Inspection, sample: QueryDict) -> Beside:
    """Findings, diagram and form of a text; `sample` are the answers typed into the form that is
    tried out.
    """
    definition = checked.definition
    if definition is None:
        return Beside(checked, "", [])
    found = {finding.rule for finding in checked.findings}
    sections = [] if UNTRIED & found else form_preview.preview(definition, sample)
    return Beside(checked, "" if SHAPELESS & found else drawn(definition), sections)


def chosen_files(request: HttpRequest) -> list[str]:
    """Names of the Word files that were sent along; a browser forgets them when the page comes
    again.
    """
    return [str(file.name) for file in request.FILES.getlist(TEMPLATES)]


def left_out(request: HttpRequest, definition: Definition | None) -> list[str]:
    """A sentence for each file sent along that would not be taken, so that the one of before would
    stay.
    """
    files: list[Any] = request.FILES.getlist(TEMPLATES)
    told = [
        _("“%(name)s” lớn hơn 2 MB.") % {"name": file.name}
        for file in files
        if (file.size or 0) > MAX_TEMPLATE
    ]
    if definition is None:
        return told
    names = sorted({f"{document.template_name}.docx" for document in definition.documents})
    words = _("Định nghĩa không có mẫu Word nào tên “%(name)s”. Các mẫu có tên “%(names)s”.")
    others = [file.name for file in files if file.name not in names]
    return [*told, *(words % {"name": name, "names": "”, “".join(names)} for name in others)]


def look(request: HttpRequest, release: Release | None = None) -> Beside:
    """`beside` of what was sent."""
    return beside(
        publishing.inspect_here(proposal_of(request, release), definition_check_apart),
        sample_of(request),
    )


def sample_of(request: HttpRequest) -> QueryDict:
    """The sample answers among what was sent."""
    sample = QueryDict(mutable=True)
    for name in request.POST:
        if name not in OWN:
            sample.setlist(name, request.POST.getlist(name))
    return sample


def drawn(definition: Definition) -> SafeString:
    """Our own drawing, whose texts `workflows.drawing.diagram` escapes."""
    return mark_safe(diagram.svg(definition))  # noqa: S308


def _uploaded(request: HttpRequest) -> dict[str, bytes]:
    """File name → Word file sent along; one that is too big is left out, and then told as
    missing.
    """
    files: list[Any] = request.FILES.getlist(TEMPLATES)
    return {str(file.name): file.read() for file in files if (file.size or 0) <= MAX_TEMPLATE}
