"""One section of a form on one page: shared by the application and the supplement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from forms.binding import BoundSection, bind, hushed
from forms.errors import FieldError
from forms.inputs import anchor
from forms.language import Form, Section
from forms.stated import NOTHING, Stated
from portal.http import held_form
from portal.http.access import SignedIn
from portal.http.held_form import is_script
from portal.http.writing import Sender
from portal.shared.merge_answers import Kept, shown_on

Answers = dict[str, Any]


class NotAsked(Http404):
    """A page of the form that the answers, as they now stand, leave out: another window changed one
    of them.
    """


def not_asked(request: HttpRequest, back: str) -> HttpResponse:
    """Says so, with what was typed and the way `back` to the answers."""
    sentence = _("Theo các câu trả lời hiện nay, bạn không phải điền trang này.")
    return told(
        request, sentence, back, _("Xem các câu trả lời"), 409 if request.method == "POST" else 404
    )


def told(
    request: HttpRequest, refusal: str, back: str, back_text: str, status: int
) -> HttpResponse:
    """A sentence in the place of the form, and where to go: a page, or for a page's own script that
    line alone.
    """
    page = {"refusal": refusal, "back": back, "back_text": back_text}
    if not is_script(request):
        return render(request, "portal/refused.html", page, status=status)
    answer = render(request, "portal/citizen/told.html", page, status=status)
    answer["X-Form"] = "told"
    return answer


@dataclass(frozen=True)
class Turn:
    """What one request to a section page came to."""

    section: Section
    page: dict[str, Any] = field(default_factory=dict)  # for the template
    values: Answers | None = None  # to merge into the answers; None when nothing was sent
    moves_on: bool = False
    goes_back: bool = False
    is_autosave: bool = False
    status: int = 200
    shown: str | None = None  # what the page showed before: its hidden input

    def after(self, kept: Kept) -> Turn:
        """The same turn once its values were kept; with a conflict it stays on its page and says
        so.
        """
        page = {**self.page, "shown": kept.shown, "refusal": kept.refusal}
        if not kept.conflicts or self.is_autosave:
            return replace(self, page=page)
        return replace(self, page=page, moves_on=False, goes_back=False, status=409)

    def answered(self, response: HttpResponse) -> HttpResponse:
        """Mark what a page's script may show: nothing else (a sign-in page, a refusal) takes the
        place of the form.
        """
        response["X-Form"] = "saved" if self.is_autosave else "drawn"
        if self.page.get("refusal"):
            response["X-Conflict"] = (
                "1"  # a button pressed before they could read of it is not meant
            )
        return response


def take_turn(
    request: SignedIn, form: Form, answers: Answers, section_id: str, stated: Stated = NOTHING
) -> Turn:
    """Bind what was sent to the section, or what waits since the session ended while it was typed
    (`http.held_form`).

    Only the button “continue” checks; every other one keeps what can be kept.
    """
    section = _find(form, answers, section_id)
    known = _known(form, answers, section)
    data = request.POST if request.method == "POST" else held_form.take(request)
    if data is None:
        return Turn(
            section, page=_page(form, answers, section, bind(section, known, stated=stated))
        )
    sender = request.user if request.user.is_authenticated else Sender(request)
    bound = bind(section, known, data, request.FILES, sender, stated=stated)
    turn = Turn(section, values=bound.draft_values, shown=data.get("shown"))
    if "autosave" in data:
        return replace(turn, page={"unkept": bound.unkept}, is_autosave=True)
    if "continue" in data:
        page = _page(form, answers, section, bound)
        return (
            replace(turn, page=page, moves_on=True)
            if bound.is_valid()
            else replace(turn, page=page, status=422)
        )
    page = _page(form, {**answers, **bound.draft_values}, section, hushed(bound))
    return replace(turn, page=page, goes_back="back" in data)


def _known(form: Form, answers: Answers, section: Section) -> Answers:
    """What the page starts from: its own answers, hidden ones too, and of the other pages those
    that count.
    """
    own = {one.id for one in section.fields}
    return {
        **form.counted(answers),
        **{name: value for name, value in answers.items() if name in own},
    }


def say_unkept(request: SignedIn, turn: Turn) -> None:
    """On the page one goes back to: what of the page one leaves could not be kept."""
    for fault in turn.page["unkept"]:
        messages.warning(request, _("Chưa lưu được: %(fault)s") % {"fault": fault.message})


def first(form: Form, answers: Answers) -> str:
    """The id of the first section to fill in."""
    return form.visible_sections(answers)[0].id


def next_after(form: Form, answers: Answers, section_id: str) -> str | None:
    """The section after this one, as the answers now stand; None after the last."""
    ids = [section.id for section in form.visible_sections(answers)]
    position = ids.index(section_id) + 1 if section_id in ids else 0
    return ids[position] if position < len(ids) else None


def with_sections(
    form: Form, answers: Answers, errors: Iterable[FieldError]
) -> list[tuple[str, FieldError]]:
    """Each error with the id of the section where it is mended."""
    home = {
        anchor(each.id): section.id
        for section in form.visible_sections(answers)
        for each in section.fields
    }
    return [(home[error.anchor], error) for error in errors]


def _find(form: Form, answers: Answers, section_id: str) -> Section:
    for section in form.visible_sections(answers):
        if section.id == section_id:
            return section
    raise NotAsked if any(section.id == section_id for section in form.sections) else Http404


def _page(form: Form, answers: Answers, section: Section, bound: BoundSection) -> dict[str, Any]:
    # the longest way: the number of pages never grows while one fills in
    sections = form.possible_sections(answers)
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
        "unkept": bound.unkept,
        "sends_files": True,  # a file that is chosen is sent at once, where scripts run
    }
