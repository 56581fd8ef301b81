"""Rounds that take applications now, as the first page announces them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import ngettext

from admissions.models import Round
from admissions.plan.language import Plan
from admissions.plans.reading import in_force
from portal.admissions.rounds import TAKING, State, takes_now
from portal.shared.announced import OpenRound


def taking() -> list[OpenRound]:
    """Those open or supplementary whose window is now, with the end of it."""
    rows = Round.objects.filter(state__in=TAKING, plan__isnull=False)
    found = [(one, in_force(one)) for one in rows.select_related("plan", "authority")]
    return [_announced(one, plan) for one, plan in found if takes_now(one, plan)]


def _announced(round_: Round, plan: Plan) -> OpenRound:
    window = plan.windows.apply
    if round_.state == State.SUPPLEMENTARY and plan.windows.supplementary is not None:
        window = plan.windows.supplementary
    count = len(plan.programmes)
    seats = sum(one.quota for one in plan.rules.programmes.values())
    says = ngettext(
        "%(count)d nơi tuyển, %(seats)d chỉ tiêu", "%(count)d nơi tuyển, %(seats)d chỉ tiêu", count
    )
    return OpenRound(
        title=round_.title,
        says=says % {"count": count, "seats": seats},
        address=reverse("portal:public_round", args=[round_.slug]),
        closes=window.end,
    )
