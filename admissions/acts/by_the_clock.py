"""Seats passed on at the plan's hours without a press: the plan that was published named them, so
whoever published it has ordered them; the report is kept as that of every run.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.utils import timezone

from admissions.acts import seating
from admissions.acts.door import DECIDES, may
from admissions.models import AllocationRun, Round
from admissions.plans.reading import in_force
from admissions.seats import orders
from organisations.models import User
from workflows.errors import ActRefused
from workflows.models import Timer

log = logging.getLogger(__name__)
State, Purpose = Round.State, AllocationRun.Purpose
#: Entries after which their actor answers for the round's result, the strongest last.
ANSWERS_FOR = ("publish_plan", "approve", "publish")


def sweep() -> int:
    """Do what is due in every round, each apart from the others; returns how many were moved on.
    Safe to repeat, and beside another sweep: each act takes the round's lock and asks again.
    """
    done = 0
    for round_ in Round.objects.filter(state=State.CONFIRMING, plan__isnull=False):
        try:
            done += _pass_on(round_)
        except ActRefused as refused:
            log.info("round %s does not pass seats on: %s", round_.pk, type(refused).__name__)
    return done


def _pass_on(round_: Round) -> bool:
    """One step on the way: order the run, or pass on what it came to."""
    hour = due_hour(round_)
    if hour is None or _still_lapsing(round_) or orders.waiting(round_):
        return False
    head = answers_for(round_)
    if head is None:  # nobody who may is left: it waits for a press
        return False
    run = _run_since(round_, hour)
    if run is None:
        seating.order_run(round_, head, by_the_clock=True)
    elif run.state == AllocationRun.State.DONE:
        _conclude(round_, run, head)
    return run is None or run.state == AllocationRun.State.DONE


def _conclude(round_: Round, run: AllocationRun, head: User) -> None:
    """Pass on what the run came to; where a family answered meanwhile, work it out anew."""
    try:
        seating.pass_on(round_, run, run.root, head, by_the_clock=True)
    except seating.RunIsOld:
        seating.order_run(round_, head, by_the_clock=True)


def due_hour(round_: Round) -> dt.datetime | None:
    """The hour of the plan that has come since seats were last passed on, the latest one."""
    last = seating.last_passed_on(round_)
    hours = in_force(round_).windows.passed_on
    due = [one for one in hours if one <= timezone.now() and (last is None or one > last)]
    return max(due, default=None)


def _still_lapsing(round_: Round) -> bool:
    """A family's time is over and the timer has not said so yet: its seat is passed on too."""
    return Timer.objects.filter(
        dossier__application__round=round_,
        kind=Timer.Kind.SILENCE,
        done_at=None,
        due_at__lte=timezone.now(),
    ).exists()


def _run_since(round_: Round, hour: dt.datetime) -> AllocationRun | None:
    """The newest run of this hour that is not passed on; None where it is still to be ordered."""
    rows = round_.runs.select_related("plan").defer("content")
    return rows.filter(purpose=Purpose.PASSED_ON, is_dry=True, at__gte=hour).first()


def answers_for(round_: Round) -> User | None:
    """Who published the result (else approved it, else published the plan) and still may."""
    rows = round_.entries.filter(act__in=ANSWERS_FOR, actor__isnull=False)
    found = list(rows.select_related("actor").order_by("-sequence"))
    found.sort(key=lambda entry: -ANSWERS_FOR.index(entry.act))
    people = (entry.actor for entry in found)
    return next((one for one in people if one and may(one, round_, DECIDES)), None)
