"""A round as the public sees it: `portal/public` draws it, nothing of it is about a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from admissions.models import AllocationRun, Lots, Round
from admissions.plan.language import Plan
from admissions.plans.reading import in_force
from admissions.seats.running import cut_offs
from organisations.models import Authority

State = Round.State
#: States in which results are public.
PUBLIC = (State.PUBLISHED, State.CONFIRMING, State.SUPPLEMENTARY, State.ENDED)


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme with its seats, and what the plan lets be seen; None where it does not, or not
    yet.
    """

    id: str
    name: str
    school: str
    note: str
    quota: int
    first_wishes: int | None
    all_wishes: int | None
    cut_off: str | None
    admitted: int | None


@dataclass(frozen=True)
class PublicRound:
    """A round; `root`, `commitment`, `draw` and `secret` are "" until they are public."""

    round: Round
    plan: Plan
    programmes: list[ProgrammeRow]
    root: str
    commitment: str
    draw: str
    secret: str
    has_open_data: bool


def public_round(slug: str) -> PublicRound | None:
    """The round with this slug once it is open; None before, and for no such round."""
    rows = Round.objects.select_related("plan", "authority", "run").exclude(state=State.PREPARED)
    found = rows.defer("run__content").filter(slug=slug).first()
    return None if found is None else as_public(found)


def public_rounds() -> list[Round]:
    """The rounds that anybody may see, the newest school year first."""
    return list(Round.objects.select_related("authority").exclude(state=State.PREPARED))


def as_public(round_: Round) -> PublicRound:
    """What the plan lets be seen of it now."""
    plan = in_force(round_)
    run = round_.run if round_.state in PUBLIC else None
    lots = Lots.objects.filter(round=round_).first()
    opened = lots if lots is not None and lots.opened_at is not None else None
    return PublicRound(
        round_,
        plan,
        programmes(round_, plan, run),
        run.root if run else "",
        lots.commitment if lots else "",
        opened.draw if opened else "",
        opened.secret if opened else "",
        bool(run and plan.published.open_data),
    )


def programmes(round_: Round, plan: Plan, run: AllocationRun | None) -> list[ProgrammeRow]:
    """Every programme of the plan, in the plan's order."""
    slugs = {one.school for one in plan.programmes.values()}
    schools = dict(Authority.objects.filter(slug__in=slugs).values_list("slug", "name"))
    firsts, every = demand(round_) if plan.published.demand else (None, None)
    ends = cut_offs(run) if run and plan.published.cut_offs else {}
    placed = run.report["programmes"] if run else {}
    return [
        ProgrammeRow(
            programme,
            named.name,
            schools.get(named.school, ""),
            named.note,
            plan.rules.programmes[programme].quota,
            firsts[programme] if firsts is not None else None,
            every[programme] if every is not None else None,
            ends.get(programme),
            placed[programme]["placed"] if programme in placed else None,
        )
        for programme, named in plan.programmes.items()
    ]


def demand(round_: Round) -> tuple[Counter[str], Counter[str]]:
    """Programme → how many ask for it first; and how many at all."""
    firsts: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for wishes in round_.applications.values_list("wishes", flat=True).iterator():
        firsts.update(wishes[:1])
        every.update(wishes)
    return firsts, every
