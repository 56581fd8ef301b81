"""The rounds for everybody: what is open, what holds in a round, and how anybody recomputes it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from admissions.models import Round
from admissions.opened import data, rows
from admissions.plan.language import Plan, Window
from admissions.plans.reading import in_force
from portal.admissions import rule_words

State = Round.State
#: States in which a round still takes applications at some hour.
TAKING = (State.OPEN, State.SUPPLEMENTARY)
MOST_OF_NAME = 20


@dataclass(frozen=True)
class Stage:
    """One window on the line of time."""

    title: str
    window: Window
    is_past: bool
    is_now: bool


@dataclass(frozen=True)
class Listed:
    """A round on the list."""

    round: Round
    plan: Plan
    now: Stage | None
    next: Stage | None


def public_rounds(request: HttpRequest) -> HttpResponse:
    """Rounds that take applications, those to come or under way, and those that are over."""
    listed = [_listed(one) for one in rows.public_rounds() if one.plan_id is not None]
    taking = [one for one in listed if one.now is not None and _applies(one)]
    over = [one for one in listed if one.round.state == State.ENDED]
    page = {
        "taking": taking,
        "others": [one for one in listed if one not in taking and one not in over],
        "over": over,
    }
    return render(request, "portal/admissions/rounds.html", page)


def _listed(round_: Round) -> Listed:
    plan = in_force(round_)
    line = stages(plan)
    now = next((one for one in line if one.is_now), None)
    coming = next((one for one in line if not one.is_now and not one.is_past), None)
    return Listed(round_, plan, now, coming)


def _applies(one: Listed) -> bool:
    return one.round.state in TAKING and takes_now(one.round, one.plan)


def takes_now(round_: Round, plan: Plan) -> bool:
    """Whether an application may be filed at this moment."""
    if round_.state == State.SUPPLEMENTARY:
        return _is_within(plan.windows.supplementary)
    return round_.state == State.OPEN and _is_within(plan.windows.apply)


def _is_within(window: Window | None) -> bool:
    return window is not None and window.start <= timezone.now() < window.end


def stages(plan: Plan) -> list[Stage]:
    """The windows of a plan in the order of their beginnings."""
    windows, now = plan.windows, timezone.now()
    named = (
        (_("Đăng ký dự tuyển"), windows.apply),
        (_("Đổi nguyện vọng"), windows.change),
        (_("Xác nhận nhập học"), windows.confirm),
        (_("Đăng ký bổ sung"), windows.supplementary),
    )
    found = [
        Stage(title, one, one.end <= now, one.start <= now < one.end)
        for title, one in named
        if one is not None
    ]
    return sorted(found, key=lambda stage: stage.window.start)


def public_round(request: HttpRequest, slug: str) -> HttpResponse:
    """One round: windows, seats, last ones admitted, demand, rules in words, how to recompute."""
    found = rows.public_round(slug)
    if found is None:
        raise Http404
    pseudonym = request.GET.get("ma", "").strip().upper()[:MOST_OF_NAME]
    page = {
        "found": found,
        "round": found.round,
        "plan": found.plan,
        "stages": stages(found.plan),
        "takes_now": takes_now(found.round, found.plan),
        "rules": rule_words.sentences(found.plan),
        "shows_demand": any(one.first_wishes is not None for one in found.programmes),
        "shows_cut_offs": any(one.cut_off is not None for one in found.programmes),
        "pseudonym": pseudonym,
        "lot": data.lot_number(found.round, pseudonym) if pseudonym and found.secret else None,
    }
    return render(request, "portal/admissions/round.html", page)


def round_data(request: HttpRequest, slug: str) -> HttpResponse:
    """`round.json`, where the plan opens it and the result is public."""
    content = data.round_file(_shown(slug))
    if content is None:  # the plan keeps it, or nothing is public yet: the page says which
        return redirect("portal:public_round", slug=slug)
    return _file(content, "application/json", "round.json")


def round_verifier(request: HttpRequest, slug: str) -> HttpResponse:
    """The program that recomputes a round: one file of Python's standard library."""
    _shown(slug)
    return _file(data.verifier(), "text/x-python; charset=utf-8", "verify_allocation.py")


def _shown(slug: str) -> Round:
    rounds = Round.objects.exclude(state=State.PREPARED).select_related("plan", "run")
    return get_object_or_404(rounds, slug=slug)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
