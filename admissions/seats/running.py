"""A run: the seats that the plan's rules give to the applications as they stand. The work is owed
as an effect, its row says how far it is, and nothing but its own rows is written.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from admissions.allocation.allocating import Result, allocate, pairs_passed_over
from admissions.allocation.claims import Applicant, CannotRun
from admissions.allocation.explaining import Reason, explain
from admissions.models import AllocationRun, Application, Placement, Round
from admissions.plan.language import Plan
from admissions.plan.rules import SCORE
from admissions.plans.reading import plan_of
from admissions.publication.published import published
from admissions.seats import remarking, waiting
from admissions.seats.inputs import Input, input_of
from workflows.journal import outbox
from workflows.models import Effect

KIND = "admissions.run"
State, Purpose = AllocationRun.State, AllocationRun.Purpose
AT_ONCE = 500
LISTED = 50  # equals named in the report


def owe(run: AllocationRun) -> None:
    """Have the worker do it."""
    outbox.owe_once(KIND, f"{KIND}:{run.pk}", {"run": run.pk})


def carry_out(effect: Effect) -> None:
    """Work the run out and keep it. Safe to repeat: what was cut off is begun again."""
    run = AllocationRun.objects.select_related("round", "plan").get(pk=effect.payload["run"])
    if run.state != State.WAITING:
        return
    plan = plan_of(run.plan)
    try:
        work = _worked_out(run, plan)
    except CannotRun as why:
        _failed(run, str(why))
        return
    keep(run, work)


@dataclass(frozen=True)
class Work:
    """A run worked out: the plan with the rules that it follows, what it was given, the seats.

    `moving`: after re-marking those alone who get a seat now → whether it is beyond the quota.
    """

    plan: Plan
    given: Input
    result: Result
    moving: dict[str, bool] | None = None
    told: dict[str, Any] = field(default_factory=dict)


def _worked_out(run: AllocationRun, plan: Plan) -> Work:
    """Raises CannotRun."""
    if run.purpose == Purpose.MAIN:
        given = input_of(run.round, plan)
        return Work(plan, given, allocate(given.applicants, plan.rules))
    if run.purpose == Purpose.REMARKED:
        again = remarking.work_out(run.round, plan)
        beyond = sum(again.moving.values())
        told: dict[str, Any] = {"moving": len(again.moving), "beyond": beyond}
        for word, names in (("by_hand", again.by_hand), ("kept", again.kept)):
            told |= {word: len(names), f"{word}_numbers": _numbers(again.given, names)}
        return Work(plan, again.given, again.result, again.moving, told)
    found, result = waiting.work_out(run.round, plan, run.purpose)
    return Work(plan.model_copy(update={"rules": found.rules}), found.given, result)


def _numbers(given: Input, names: list[str]) -> list[str]:
    """Candidates' numbers, for the office alone: at most LISTED."""
    keys = [given.applications[one] for one in names[:LISTED]]
    rows = Application.objects.filter(pk__in=keys).order_by("candidate")
    return list(rows.values_list("candidate", flat=True))


def input_hash(run: AllocationRun) -> str:
    """What the run would be given now. Raises CannotRun."""
    plan = plan_of(run.plan)
    if run.purpose == Purpose.MAIN:
        return input_of(run.round, plan).hash
    if run.purpose == Purpose.REMARKED:
        return remarking.work_out(run.round, plan).given.hash
    return waiting.passing(run.round, plan, run.purpose).given.hash


def _failed(run: AllocationRun, why: str) -> None:
    run.state, run.why, run.done_at = State.FAILED, why[:500], timezone.now()
    run.save(update_fields=["state", "why", "done_at"])


@transaction.atomic
def keep(run: AllocationRun, work: Work) -> None:
    """The seats, and why, of every application; the report; what would be published."""
    kept = AllocationRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if kept.state != State.WAITING:  # another worker was faster
        return
    plan, given, result = work.plan, work.given, work.result
    told = [one for one in given.applicants if work.moving is None or one.name in work.moving]
    rows = [_placement(kept, plan, one, given, result) for one in told]
    for row, one in zip(rows, told, strict=True):
        row.beyond_quota = bool(work.moving and work.moving[one.name])
    Placement.objects.bulk_create(rows, batch_size=AT_ONCE)
    said = published(given.applicants, plan.rules, given.lots, result.seats)
    kept.content = zlib.compress(json.dumps(said, ensure_ascii=False).encode())
    kept.root, kept.input_hash = said["root"], given.hash
    kept.report = {**report_of(plan, given.applicants, result), **work.told}
    kept.state, kept.done_at = State.DONE, timezone.now()
    kept.save()


def _placement(
    run: AllocationRun, plan: Plan, one: Applicant, given: Input, result: Result
) -> Placement:
    seat = result.seats.get(one.name, "")
    return Placement(
        run=run,
        application_id=given.applications[one.name],
        programme=seat,
        rank=one.wishes.index(seat) + 1 if seat else 0,
        score=str(one.facts.get(SCORE, "")),
        reasons=[_said(reason) for reason in explain(result, plan.rules, one.name)],
    )


def _said(reason: Reason) -> dict[str, Any]:
    """A reason as it is kept; figures as text."""
    said = asdict(reason)
    if reason.floor is not None:
        said["floor"] = reason.floor.model_dump(mode="json")
    return {name: value for name, value in said.items() if value not in ("", 0, None)}


def content_of(run: AllocationRun) -> dict[str, Any]:
    """`round.json` as the run came to it."""
    said: dict[str, Any] = json.loads(zlib.decompress(bytes(run.content)))
    return said


def report_of(plan: Plan, applicants: list[Applicant], result: Result) -> dict[str, Any]:
    """Counts, cut-offs, equals at the last seat, pairs passed over. Nothing about people."""
    passed = pairs_passed_over(result)
    ranks = Counter(
        one.wishes.index(result.seats[one.name]) + 1
        for one in applicants
        if one.name in result.seats
    )
    return {
        "applicants": len(applicants),
        "placed": len(result.seats),
        "unplaced": len(applicants) - len(result.seats),
        "by_rank": {str(rank): ranks[rank] for rank in sorted(ranks)},
        "passed_over": len(passed),
        "programmes": {
            programme: _programme(plan, programme, applicants, result)
            for programme in plan.rules.programmes
        },
    }


def _programme(
    plan: Plan, programme: str, applicants: list[Applicant], result: Result
) -> dict[str, Any]:
    kept = result.kept.get(programme, [])
    asked = [one for one in applicants if programme in one.wishes]
    last = kept[-1] if kept else None
    equals = sum(one.key == last.key for one in kept) if last else 0
    quota = plan.rules.programmes[programme].quota
    direct = len(result.direct.get(programme, ()))
    return {
        "quota": quota,
        "placed": len(kept) + direct,
        "direct": direct,
        "first": sum(one.wishes[0] == programme for one in asked),
        "asked": len(asked),
        "cut_off": str(last.applicant.fact(SCORE, programme) or "") if last else "",
        "equals": equals if equals > 1 else 0,
        "beyond": max(0, len(kept) + direct - quota),
    }


def cut_offs(run: AllocationRun) -> dict[str, str]:
    """Programme → the score of the last one admitted, where a score decides."""
    programmes = run.report.get("programmes", {})
    return {name: told["cut_off"] for name, told in programmes.items() if told["cut_off"]}


def newest(round_: Round) -> AllocationRun | None:
    """The last run that was ordered."""
    return round_.runs.defer("content").first()


def register() -> None:
    """Do the runs that are owed; called once, when the app is ready."""
    outbox.register(KIND, carry_out)
