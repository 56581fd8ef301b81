"""One criterion: judged, described and shown. It saves as one types, and never over what a
colleague saved.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from assessment import pages, work
from assessment.language import Criterion
from assessment.levels import asked
from assessment.models import Assessment
from assessment.overview import TEXTS, Overview, overview
from assessment.refusals import Refused
from forms.binding import BoundSection, bind
from forms.field_view import FieldView
from forms.language import Form, Section
from portal.assessment.visitor import criterion_of, read, status_of
from portal.http.access import SignedIn
from portal.shared.desk_visitor import officer_of
from portal.shared.form_pages import Turn, say_unkept, take_turn
from portal.shared.merge_answers import Kept, merge, shown_on

Answers = dict[str, Any]


def criterion(request: SignedIn, assessment: int, criterion: str) -> HttpResponse:
    """GET shows it; POST keeps what was typed (htmx), and the button goes on to the next one."""
    found, seen = read(request, assessment)
    which = criterion_of(seen, criterion)
    section = pages.section(which, found.multi_level)
    answers = dict(seen.row(which.id).answers)
    turn = take_turn(request, Form(sections=(section,)), answers, section.id)
    refusal, status = "", turn.status
    if turn.values is not None:
        try:
            turn = turn.after(_keep(request, found, which, section, answers, turn))
            status = turn.status
        except Refused as refused:
            refusal, status = str(refused), status_of(refused)
    if turn.is_autosave:
        return turn.answered(_saved(request, found, which, turn, refusal))
    if turn.goes_back and not refusal:
        say_unkept(request, turn)
        return redirect("portal:assessment", found.pk)
    if turn.moves_on and not refusal:
        following = _next(seen, which)
        return (
            redirect("portal:criterion", found.pk, following)
            if following
            else redirect("portal:assessment", found.pk)
        )
    return _page(request, found, which, turn, refusal, status)


def _keep(
    request: HttpRequest,
    found: Assessment,
    which: Criterion,
    section: Section,
    before: Answers,
    turn: Turn,
) -> Kept:
    """Merge what the page sent into the answers as they are under the lock."""
    kept = Kept({})

    def merged(now: Answers) -> Answers:
        nonlocal kept
        changed, kept = merge(section, before, now, turn.values or {}, turn.shown)
        return changed

    kept.answers = work.change(found, which.id, officer_of(request), merged).answers
    return kept


def _saved(
    request: HttpRequest, found: Assessment, which: Criterion, turn: Turn, refusal: str
) -> HttpResponse:
    page = {"at": timezone.now(), **turn.page}
    if refusal:
        page["refusal"] = refusal
    page |= {"row": overview(found).row(which.id)}
    return render(request, "portal/assessment/saved.html", page)


def _page(
    request: HttpRequest, found: Assessment, which: Criterion, turn: Turn, refusal: str, status: int
) -> HttpResponse:
    return shown(
        request, found, which, {**turn.page, **({"refusal": refusal} if refusal else {})}, status
    )


def shown(
    request: HttpRequest,
    found: Assessment,
    which: Criterion,
    form: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """The page of a criterion, `form` being what the section's template needs."""
    seen = overview(found)
    ids = [one.id for one in seen.rules.criteria]
    place = ids.index(which.id)
    row = seen.row(which.id)
    page = {
        **form,
        "levels": _by_level(form["bound"], which, found.multi_level),
        "texts": form["bound"].fields[-len(TEXTS) :],
        "assessment": found,
        "criterion": which,
        "standard": next(one for one in seen.rules.standards if one.id == which.standard),
        "row": row,
        "evidence": [(seen.rules.code_of(which.id, one.number), one) for one in row.evidence],
        "place": place + 1,
        "of": len(ids),
        "before": ids[place - 1] if place else None,
        "after": _next(seen, which),
        "is_open": found.state == Assessment.State.OPEN,
    }
    return render(request, "portal/assessment/criterion.html", page, status=status)


def blank(
    request: HttpRequest, found: Assessment, which: Criterion, answers: Answers
) -> dict[str, Any]:
    """What the section's template needs when only another form of the page was sent."""
    section = pages.section(which, found.multi_level)
    return {
        "bound": bind(section, answers),
        "shown": shown_on(section, answers),
        "section": section,
    }


def _by_level(
    bound: BoundSection, which: Criterion, multi_level: bool
) -> list[tuple[int, str, list[FieldView]]]:
    """The inputs of what is asked, under the level that asks it and the sentence the lettered items
    stand under.
    """
    found: dict[tuple[int, str], list[FieldView]] = {}
    for requirement, view in zip(asked(which, multi_level), bound.fields, strict=False):
        found.setdefault((requirement.level, requirement.under), []).append(view)
    return [(level, under, views) for (level, under), views in found.items()]


def _next(seen: Overview, which: Criterion) -> str | None:
    ids = [one.id for one in seen.rules.criteria]
    place = ids.index(which.id) + 1
    return ids[place] if place < len(ids) else None
