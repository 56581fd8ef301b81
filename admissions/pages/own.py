"""A family's own result: where its dossier stands in its round, each wish with its reason, and what
to do now until when.
"""

from __future__ import annotations

from dataclasses import dataclass

from admissions.models import Application, Placement
from admissions.opened.rows import PUBLIC
from admissions.plans.reading import plan_of
from admissions.seats.sentences import sentences
from workflows.models import Dossier


@dataclass(frozen=True)
class OwnResult:
    """What a family reads of its child's round; `programme` is "" without a seat."""

    application: Application
    programme: str
    school: str
    rank: int
    score: str
    reasons: list[str]
    root: str
    beyond_quota: bool


def application_of(dossier: Dossier) -> Application | None:
    """The dossier's part in a round; None for a dossier of another kind."""
    rows = Application.objects.select_related("round__plan", "round__run")
    return rows.defer("round__run__content").filter(dossier=dossier).first()


def own_result(application: Application) -> OwnResult | None:
    """The newest result that is public; None before that."""
    round_ = application.round
    if round_.state not in PUBLIC:
        return None
    rows = Placement.objects.filter(application=application, run__is_dry=False)
    placement = rows.select_related("run__plan").defer("run__content").order_by("-run_id").first()
    if placement is None:
        return None
    plan = plan_of(placement.run.plan)
    named = plan.programmes.get(placement.programme)
    return OwnResult(
        application,
        named.name if named else "",
        named.school if named else "",
        placement.rank,
        placement.score,
        sentences(placement, plan),
        placement.run.root,
        placement.beyond_quota,
    )
