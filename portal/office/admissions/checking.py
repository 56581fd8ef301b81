"""Papers and claims of a round's applications, one after another on one screen: accept, return with
what is missing, or go on; the next one opens by itself. The acts are those of every task.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from admissions import steps
from admissions.models import Application, Round
from admissions.pages import board, check_queue
from forms.conditions.evaluation import Condition
from foundation.languages import in_language
from portal.office.admissions.visitor import ROWS, office_frame, schools_of
from portal.office.dossier.views import Case
from portal.office.task.decide import DECIDE, Screen, on_screen
from portal.shared.desk_visitor import item_for, officer_of, reader_of
from workflows.definition import Definition, Gate
from workflows.models import WorkItem

ACCEPT = "do-accept"


def round_check(request: HttpRequest, slug: str) -> HttpResponse:
    """On to the application whose turn it is; how far it all is where none is left."""
    round_ = get_object_or_404(ROWS, slug=slug)
    leads = board.leads(reader_of(request).posts(), round_)
    schools = _all_schools(round_) if leads else schools_of(request, round_)
    following = check_queue.tasks(round_, officer_of(request)).first()
    if following is not None:
        return redirect("portal:round_check_one", round_.slug, following.pk)
    page = {
        "round": round_,
        "leads": leads,
        "progress": check_queue.progress(round_, schools),
        **office_frame(request),
    }
    return render(request, "portal/office/round/checked.html", page)


def round_check_one(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """GET shows one application; POST accepts it, returns it, or decides as on its own page."""
    item = item_for(request, pk)
    round_ = get_object_or_404(ROWS, slug=slug)
    if not check_queue.is_check(item, round_):
        return redirect("portal:work", pk)
    if item.finished and request.method == "GET":
        return redirect("portal:round_check", slug)
    if ACCEPT in request.POST:
        _press_accept(request)
    screen = Screen(
        template="portal/office/round/check.html",
        address="portal:round_check_one",
        before_pk=(slug,),
        end="portal:round_check",
        neighbours=check_queue.neighbours,
        more=lambda case: _shown(case, item, round_),
    )
    return on_screen(request, item, screen)


def _press_accept(request: HttpRequest) -> None:
    """One button for the outcome it names and for deciding by it."""
    posted = request.POST.copy()
    posted["do-outcome"] = posted.pop(ACCEPT)[-1]
    posted[DECIDE] = "1"
    request.POST = posted  # type: ignore[assignment]  # as if both had been pressed


def _shown(case: Case, item: WorkItem, round_: Round) -> Mapping[str, Any]:
    application = Application.objects.select_related("first_school").get(dossier=case.dossier)
    school = application.first_school_id
    step = case.definition.step(item.step)
    accepts = next((one for one in step.outcomes if one.reason == "none"), None)
    return {
        "round": round_,
        "application": application,
        "progress": check_queue.progress(round_, [school] if school else []),
        "claims": _claims(case.definition),
        "accepts": accepts,
        "needs_second": item.step == steps.CHECK and _counts(case),
        "first_by": check_queue.first_checked_by(case.dossier)
        if item.step == steps.SECOND_CHECK
        else "",
        "recognised": _recognised(case) if item.step == steps.SECOND_CHECK else [],
    }


def _claims(definition: Definition) -> set[str]:
    """The pages of the form on which the family claims what the school has to confirm."""
    asked = {one.starts_as for one in definition.step(steps.CHECK).fields if one.starts_as}
    return {
        section.id
        for section in definition.form.sections
        if any(field.id in asked for field in section.fields)
    }


def _counts(case: Case) -> bool:
    """Whether the claims, as the family makes them, go to a second officer."""
    step = case.definition.step(steps.CHECK)
    answers, office = case.dossier.answers, case.dossier.office
    claimed = {
        one.id: answers[one.starts_as]
        for one in step.fields
        if one.starts_as and one.starts_as in answers
    }
    tried = {**office, steps.CHECK: {**claimed, **office.get(steps.CHECK, {})}}
    gates = (one for one in case.definition.steps if isinstance(one, Gate))
    asks = next((one for one in gates if one.then == steps.SECOND_CHECK), None)
    return asks is not None and Condition(asks.when).holds({**answers, "office": tried})


def _recognised(case: Case) -> list[tuple[str, str]]:
    """What the first officer confirmed, by the names of the boxes."""
    noted = case.dossier.office.get(steps.CHECK, {})
    return [
        (in_language(one.label), one.beside(case.dossier.answers).told(noted[one.id]))
        for one in case.definition.step(steps.CHECK).fields
        if one.id in noted
    ]


def _all_schools(round_: Round) -> list[int]:
    return list(
        round_.applications.exclude(first_school=None)
        .values_list("first_school", flat=True)
        .distinct()
    )
