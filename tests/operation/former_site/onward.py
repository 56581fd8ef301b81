"""Whoever may act does, along a definition: by e3c58bb's code to bring dossiers to every step, by
today's to end them.

Imports nothing of `tests`: the former code runs this file too, beside tests of its own.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from forms.files.uploads import store
from organisations.models import RoleAssignment, User
from payments import money
from payments.models import Gateway
from registers import corrections
from registers.models import Diploma
from workflows import actions, fee_requests
from workflows.actions.council import Named
from workflows.applicant.supplements import Missing
from workflows.errors import ActRefused
from workflows.models import CouncilMember, Dossier, WorkItem
from workflows.process.conditions import holds
from workflows.published import definition_of

REASON = "Có lý do."
Choose = Callable[[Sequence[Any]], Any]


class Stands(Exception):
    """Nobody can take the dossier on; the text says where and what everybody was told."""


def first(ways: Sequence[Any]) -> Any:
    """The outcome that leads to what was applied for: definitions name it first."""
    return ways[0]


def step_on(dossier: Dossier, choose: Choose = first) -> None:
    """One act at one open task; raises Stands."""
    item = (
        WorkItem.objects.select_related("process", "authority")
        .filter(process=dossier, finished=None)
        .first()
    )
    if item is None:
        raise Stands(f"{dossier.code}: nothing is open")
    dossier = Dossier.objects.select_related("version", "deciding", "receiving", "applicant").get(
        pk=dossier.pk
    )
    item.process = dossier
    step: Any = definition_of(dossier.version).step(item.step)
    said: list[str] = []
    for act in {"step": _decided, "consult": _advised, "council": _met}.get(
        step.kind, _by_applicant
    )(item, step, choose):
        try:
            with transaction.atomic():
                act()
            return
        except (ActRefused, LookupError) as refused:
            said.append(f"{type(refused).__name__}: {refused}")
    raise Stands(
        f"{dossier.code} at {item.step}:"
        f" {'; '.join(dict.fromkeys(said)) or 'nobody holds the role'}"
    )


def people(role: str, authority: int | None) -> list[User]:
    """Who holds the role there, in order."""
    held = RoleAssignment.objects.filter(
        role=role, authority=authority, user__is_active=True
    ).order_by("pk")
    return [one.user for one in held.select_related("user")]


def paper(owner: User) -> str:
    """A small picture that somebody handed in; its id."""
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(content, "PNG")
    return str(
        store(
            SimpleUploadedFile("giay.png", content.getvalue(), "image/png"),
            owner,
            ("image",),
            1 << 20,
        ).pk
    )


def _values(step: Any, dossier: Dossier) -> dict[str, Any]:
    """Every field that is not a paper, filled in."""
    return {
        one.id: said
        for one in getattr(step, "fields", ())
        if (said := _value(one, dossier)) is not None
    }


def _value(field: Any, dossier: Dossier) -> Any:
    if field.kind == "group":
        return [
            {**row, "basis": "Trích lục số 12/TLCCHT"} for row in dossier.answers.get(field.id, ())
        ]
    if field.kind == "register_entry":
        rows = Diploma.objects.filter(
            holder_name=dossier.holder_name, birth_date=dossier.holder_birth_date
        )
        return next((str(one.pk) for one in rows if not corrections.why_not(one)), None)
    if field.kind == "choice":
        return field.choices[-1].value if field.choices else None
    return {
        "yes_no": True,
        "date": timezone.localdate().isoformat(),
        "text": "12A1",
        "long_text": "Đủ điều kiện.",
        "number": 1,
    }.get(field.kind)


def _decided(item: WorkItem, step: Any, choose: Choose) -> Iterator[Callable[[], Any]]:
    dossier = item.process
    offered = [one for one in step.outcomes if not one.when or holds(one.when, dossier)]
    outcome, values = choose(offered), _values(step, dossier)
    missing = [Missing("section:" + definition_of(dossier.version).form.sections[0].id, REASON)]
    for who in people(step.role, item.authority_id):

        def act(who: User = who, handed_in: int = 0) -> None:
            asked: dict[str, Any] = {"missing": missing} if outcome.act == "ask_supplement" else {}
            files = [paper(who)] * handed_in
            actions.decide(
                item, who, outcome.id, values=values, reason=REASON, files=files, **asked
            )

        yield act
        yield lambda act=act: act(handed_in=1)  # some outcomes need a paper
    for chief in people("division_head", item.authority_id):
        for who in people(step.role, item.authority_id):

            def given(chief: User = chief, who: User = who) -> None:
                actions.reassign(item, chief, who)
                actions.decide(item, who, outcome.id, values=values, reason=REASON)

            yield given


def _advised(item: WorkItem, step: Any, choose: Choose) -> Iterator[Callable[[], Any]]:
    for who in people(item.role, item.authority_id):
        yield lambda who=who: actions.give_opinion(
            item, who, "Nhất trí.", values=_values(step, item.process)
        )


def _met(item: WorkItem, step: Any, choose: Choose) -> Iterator[Callable[[], Any]]:
    for keeper in people(step.role, item.authority_id):

        def act(keeper: User = keeper) -> None:
            seats = CouncilMember.objects.filter(council__item=item)
            if not seats.exists():
                names = ("CHAIR", "SECRETARY", "MEMBER", "MEMBER", "MEMBER")
                actions.appoint_council(
                    item,
                    keeper,
                    [
                        Named(seat, None, f"Người Thứ {number}", "Ủy viên")
                        for number, seat in enumerate(names)
                    ],
                )
                actions.set_visit(item, keeper, timezone.localdate(), "8 giờ, tại trường")
            for seat in seats.filter(vote=""):
                actions.vote(seat, seat.user or keeper, "FOR")
            actions.close_council(item, keeper, _values(step, item.process), [paper(keeper)])

        yield act


def _by_applicant(item: WorkItem, step: Any, choose: Choose) -> Iterator[Callable[[], Any]]:
    dossier = item.process
    if step.kind == "wait":
        yield lambda: actions.supply(dossier, dossier.applicant, dossier.answers)
    if step.kind == "reply":
        yield lambda: actions.reply(
            dossier, dossier.applicant, {**_values(step, dossier), "reason": ""}
        )
    if step.kind == "pay":
        (request,) = fee_requests.of(dossier)
        yield lambda: actions.receive_payment(
            request,
            money.Received(Gateway.BANK, f"FT{dossier.pk:08d}", request.amount, timezone.now()),
        )
