"""The decision on a round's result: one paper for each programme, with its list, sealed, with QR.

The list names candidates by number; it prints the root hash by which anybody compares the result.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from django.db.models import QuerySet

from admissions.models import AllocationRun, Placement, Round
from admissions.plan.language import Plan
from admissions.plans.reading import plan_of
from documents.issuing import produce, reserve
from documents.models import Document
from documents.orders import DocumentOrder, OrderRefused
from documents.word_templates import templates
from foundation.text import mask_name
from organisations.models import User
from workflows.errors import Incomplete
from workflows.journal import outbox
from workflows.models import Effect

TEMPLATE, KIND = "admissions/decision", "QĐ"
PRODUCE = "admissions.decision"
_DOCX = Path(__file__).with_name("decision.docx")


def decide(
    round_: Round, run: AllocationRun, signer: User, among: Collection[int] | None = None
) -> list[Document]:
    """Number a decision for each programme that takes somebody, and owe its sealed paper; `among`:
    over these dossiers alone. Within the act that publishes; twice is once. Raises Incomplete.
    """
    plan = plan_of(run.plan)
    template = templates.publish(TEMPLATE, _DOCX)
    made = []
    for programme in plan.programmes:
        rows = run.placements.filter(programme=programme)
        listed = rows if among is None else rows.filter(application__dossier__in=among)
        order = _order(round_, run, plan, programme, signer, template.sha256, listed)
        if order is None:
            continue
        try:
            document = reserve(order)
        except OrderRefused as refused:
            raise Incomplete(str(refused)) from refused
        outbox.owe_once(PRODUCE, f"{PRODUCE}:{document.pk}", {"document": document.pk})
        made.append(document)
    return made


def of_round(round_: Round) -> QuerySet[Document]:
    """The decisions of the round, in the order of their numbers."""
    return Document.objects.filter(key__startswith=f"round:{round_.pk}:").order_by("pk")


def _order(
    round_: Round,
    run: AllocationRun,
    plan: Plan,
    programme: str,
    signer: User,
    sha256: str,
    rows: QuerySet[Placement],
) -> DocumentOrder | None:
    listed = rows.select_related("application__dossier").order_by("application__candidate")
    names = plan.published.names
    lines = [_line(number, one, names) for number, one in enumerate(listed, 1)]
    if not lines:
        return None
    told = run.report["programmes"][programme]
    return DocumentOrder(
        key=f"round:{round_.pk}:{run.pk}:{programme}",
        authority=round_.authority,
        kind=KIND,
        title="Quyết định phê duyệt danh sách trúng tuyển",
        template=TEMPLATE,
        template_sha256=sha256,
        symbol="{number}/QĐ-{authority}",
        facts={
            "round_name": round_.title,
            "plan_number": run.plan.number,
            "programme": plan.programmes[programme].name,
            "quota": told["quota"],
            "cut_off": told["cut_off"],
            "count": len(lines),
            "rows": lines,
            "root": run.root,
        },
        holder_name=plan.programmes[programme].name,
        signer_name=str(signer),
        signer_position=signer.position,
    )


def _line(number: int, placement: Placement, names: bool) -> str:
    """One candidate: the careful choice is the number alone; a name is always masked."""
    parts = [placement.application.candidate]
    if names:
        parts.append(mask_name(placement.application.dossier.holder_name))
    parts.append(f"NV{placement.rank}")
    if placement.score:
        parts.append(placement.score)
    return f"{number}. " + "; ".join(parts)


def produce_decision(effect: Effect) -> None:
    """Word, PDF/A, seal. Safe to repeat at any point."""
    produce(effect.payload["document"])


def register() -> None:
    """Do the papers that are owed; called once, when the app is ready."""
    outbox.register(PRODUCE, produce_decision)
