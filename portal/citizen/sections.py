"""One section of a form on one page: shared by the application and the supplement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404

from forms.binding import BoundSection, bind, hushed
from forms.faults import FieldError
from forms.inputs import anchor
from forms.language import Form, Section
from portal.access import SignedIn
from portal.citizen.keeping import Kept, shown_on

Answers = dict[str, Any]


@dataclass(frozen=True)
class Turn:
    """What one request to a section page came to."""

    section: Section
    page: dict[str, Any] = field(default_factory=dict)  # for the template
    values: Answers | None = None  # to merge into the answers; None when nothing was sent
    moves_on: bool = False
    is_autosave: bool = False
    status: int = 200

    def after(self, kept: Kept) -> Turn:
        """The same turn once its values were kept; with a conflict it stays on its page and says so."""
        page = {**self.page, "shown": kept.shown, "refusal": kept.refusal}
        if not kept.conflicts or self.is_autosave:
            return replace(self, page=page)
        return replace(self, page=page, moves_on=False, status=409)


def take_turn(request: SignedIn, form: Form, answers: Answers, section_id: str) -> Turn:
    """Bind what was sent to the section. Only the button “continue” checks; every other one keeps what can be kept."""
    section = _find(form, answers, section_id)
    if request.method != "POST":
        return Turn(section, page=_page(form, answers, section, bind(section, answers)))
    bound = bind(section, answers, data=request.POST, files=request.FILES, uploader=request.user)
    if "autosave" in request.POST:
        return Turn(section, values=bound.partial_values, is_autosave=True)
    valid = bound.is_valid()
    if "continue" in request.POST:
        if valid:
            page = _page(form, answers, section, bound)
            return Turn(section, page, values=bound.values, moves_on=True)
        return Turn(section, page=_page(form, answers, section, bound), values=bound.partial_values, status=422)
    kept = {**answers, **bound.partial_values}
    return Turn(section, page=_page(form, kept, section, hushed(bound)), values=bound.partial_values)


def first(form: Form, answers: Answers) -> str:
    """The id of the first section to fill in."""
    return form.visible_sections(answers)[0].id


def next_after(form: Form, answers: Answers, section_id: str) -> str | None:
    """The section after this one, as the answers now stand; None after the last."""
    ids = [section.id for section in form.visible_sections(answers)]
    position = ids.index(section_id) + 1 if section_id in ids else 0
    return ids[position] if position < len(ids) else None


def with_sections(form: Form, answers: Answers, errors: Iterable[FieldError]) -> list[tuple[str, FieldError]]:
    """Each error with the id of the section where it is mended."""
    home = {anchor(each.id): section.id for section in form.visible_sections(answers) for each in section.fields}
    return [(home[error.anchor], error) for error in errors]


def _find(form: Form, answers: Answers, section_id: str) -> Section:
    for section in form.visible_sections(answers):
        if section.id == section_id:
            return section
    raise Http404


def _page(form: Form, answers: Answers, section: Section, bound: BoundSection) -> dict[str, Any]:
    sections = form.possible_sections(answers)  # the longest way: the number of pages never grows while one fills in
    asked = form.visible_sections(answers)
    position, before = sections.index(section), asked.index(section)
    return {
        "bound": bound,
        "shown": shown_on(section, answers),
        "section": section,
        "number": position + 1,
        "total": len(sections),
        "sections": sections,
        "previous": asked[before - 1] if before else None,
    }
