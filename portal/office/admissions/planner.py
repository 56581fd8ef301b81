"""A plan tried on last year's applications: the newest version, beside it one with other seats, a
rule or a border otherwise. Nothing of it is kept but that it was tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from pydantic import ValidationError

from admissions import acts
from admissions.acts.trying import trials_of
from admissions.allocation.claims import CannotRun
from admissions.models import AllocationRun, Round
from admissions.pages import board, planner, ward_map
from admissions.plan.language import Plan as PlanText
from admissions.plan.rules import Rules
from admissions.planning.comparison import Comparison, compare
from admissions.planning.demand import Plan, with_border_moved
from admissions.planning.simulation import simulate
from admissions.plans.reading import plan_of
from foundation.text import clean_line
from portal.http.refusals import status_of
from portal.office.admissions import ward_shapes
from portal.office.admissions.plan_bars import Pair, pairs
from portal.office.admissions.visitor import office_frame, round_for
from portal.shared.desk_visitor import officer_of
from workflows.errors import ActRefused

SEATS = "ghe-"  # before a programme's id: the name of its field


@dataclass
class Asked:
    """What was typed: text as it came, so that nothing is lost, and what is wrong with it."""

    seats: dict[str, str]
    gap: str
    wishes: str
    ward: str
    gives: str
    takes: str
    refusals: list[str] = field(default_factory=list)


def round_planner(request: HttpRequest, slug: str) -> HttpResponse:
    """GET tries; POST writes into the round's journal that the newest version was tried."""
    round_ = round_for(request, slug)
    sources = planner.sources_of(round_)
    chosen = request.POST.get("nguon") or request.GET.get("nguon")
    source = next((one for one in sources if str(one.pk) == chosen), None) or next(
        iter(sources), None
    )
    if request.method == "POST" and source is not None:
        return _keep(request, round_, source)
    return _page(request, round_, sources, source)


def _keep(request: HttpRequest, round_: Round, source: AllocationRun) -> HttpResponse:
    version = round_.plans.first()
    if version is None:
        return redirect("portal:round_plan", round_.slug)
    text = plan_of(version)
    try:
        outcome = simulate(planner.demand_from(source, text), planner.plan_from(text, ""))
        acts.try_plan(version, source, outcome, officer_of(request))
    except CannotRun as why:
        return _page(request, round_, [source], source, [str(why)], 409)
    except ActRefused as refused:
        return _page(request, round_, [source], source, [str(refused)], status_of(refused))
    messages.success(request, _("Đã ghi phép thử vào nhật ký của đợt."))
    return redirect("portal:round_planner", round_.slug)


def _page(
    request: HttpRequest,
    round_: Round,
    sources: list[AllocationRun],
    source: AllocationRun | None,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    version = round_.plans.first()
    text = plan_of(version) if version is not None else None
    page: dict[str, Any] = {
        "round": round_,
        "sources": sources,
        "source": source,
        "version": version,
        "trials": trials_of(round_, version) if version else [],
        "prepares": board.prepares(officer_of(request), round_),
        "refusals": refusals or [],
        **office_frame(request),
    }
    if text is not None:
        plan = planner.plan_from(text, _("Phiên bản mới nhất"))
        asked = _asked(request.GET, text)
        page |= {"asked": asked, "fields": _fields(text, asked), "wards": _named_wards(plan)}
        page["programmes"] = text.programmes.items()
        if source is not None:
            page |= _tried(source, text, plan, asked)
            page |= _mapped(page.get("found"), request.GET)
        page["refusals"] = [*page["refusals"], *asked.refusals]
        status = 422 if asked.refusals else status
    return render(request, "portal/office/round/planner.html", page, status=status)


def _asked(typed: QueryDict, text: PlanText) -> Asked:
    rules = text.rules
    gap = rules.gap.points[1] if rules.gap and len(rules.gap.points) > 1 else 0
    return Asked(
        seats={
            name: clean_line(typed.get(f"{SEATS}{name}", str(seats.quota)))
            for name, seats in rules.programmes.items()
        },
        gap=clean_line(typed.get("cach", str(gap))).replace(",", "."),
        wishes=clean_line(typed.get("nguyen-vong", str(rules.most_wishes))),
        ward=clean_line(typed.get("xa", "")),
        gives=clean_line(typed.get("tu", "")),
        takes=clean_line(typed.get("den", "")),
    )


def _fields(text: PlanText, asked: Asked) -> list[tuple[str, str, str]]:
    """Name of the field, of the programme, and what stands in it."""
    return [
        (f"{SEATS}{name}", text.programmes[name].name if name in text.programmes else name, typed)
        for name, typed in asked.seats.items()
    ]


def _tried(source: AllocationRun, text: PlanText, plan: Plan, asked: Asked) -> Mapping[str, Any]:
    demand = planner.demand_from(source, text)
    try:
        before = simulate(demand, plan)
        other = _otherwise(text, plan, asked)
        if other is None:
            return {}
        found = compare(demand, before, simulate(demand, other))
    except CannotRun as why:
        asked.refusals.append(str(why))
        return {}
    return {"found": found, "schools": _schools(found, text), "wards_found": _wards(found)}


def _mapped(found: Comparison | None, typed: QueryDict) -> Mapping[str, Any]:
    if found is None or not ward_map.wards():
        return {}
    height = ward_map.drawing().height
    return {"map": ward_shapes.shown(found, typed), "map_height": height}


def _named_wards(plan: Plan) -> list[tuple[str, str]]:
    """Code and name of the wards that areas name; without outlines the code stands for it."""
    names = _names()
    return sorted(((ward, names.get(ward, ward)) for ward in plan.areas), key=lambda one: one[1])


def _names() -> dict[str, str]:
    return {ward.code: ward.name for ward in ward_map.wards()}


def _otherwise(text: PlanText, plan: Plan, asked: Asked) -> Plan | None:
    """The second plan; None, with the reason among the refusals, where what was typed is none."""
    said = text.rules.model_dump()
    for name, typed in asked.seats.items():
        said["programmes"][name]["quota"] = typed
    said["most_wishes"] = asked.wishes
    if text.rules.gap is not None or asked.gap not in ("", "0"):
        step = asked.gap or "0"
        more = list(text.rules.gap.points[2:]) if text.rules.gap else []
        rank = text.rules.gap.rank if text.rules.gap else "declared"
        said["gap"] = {"points": ["0", step, *more], "rank": rank}
    try:
        rules = Rules.model_validate(said)
    except ValidationError:
        asked.refusals.append(
            _("Số ghế là số nguyên không âm; điểm chênh là số như 0.5; nguyện vọng từ 1 đến 20.")
        )
        return None
    changed = replace(plan, name=_("Phương án thử"), rules=rules)
    if not asked.ward:
        return changed
    try:
        areas = with_border_moved(plan.areas, asked.ward, asked.gives, asked.takes)
    except KeyError:
        asked.refusals.append(_("Xã, phường này không thuộc tuyến của trường chuyển đi."))
        return None
    if asked.takes not in rules.programmes:
        asked.refusals.append(_("Hãy chọn trường nhận."))
        return None
    return replace(changed, areas=areas)


def _schools(found: Comparison, text: PlanText) -> list[Pair]:
    names = {name: programme.name for name, programme in text.programmes.items()}
    return pairs(found.before.by_programme, found.after.by_programme, names)


def _wards(found: Comparison) -> list[tuple[str, int, int, int, int]]:
    """Ward, without a seat before and after, who gains and who loses; those where nothing is to
    be said are left out.
    """
    rows, names = [], _names()
    for ward, change in found.by_ward.items():
        before, after = found.before.by_ward[ward], found.after.by_ward[ward]
        if ward and (before.unplaced or after.unplaced or change.gain or change.lose):
            rows.append(
                (names.get(ward, ward), before.unplaced, after.unplaced, change.gain, change.lose)
            )
    return rows
