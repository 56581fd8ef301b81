"""The acts of licences that a process may die in: a council's, an office's own, and the day on
which a grant ends.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.utils import timezone

from forms.models import StoredFile
from organisations.models import Authority
from registers import grants
from registers.models import Grant, GrantTimer
from tests.faults.acts import Act, Press, steps, task, upload, who
from tests.people import publish
from tests.procedures.licences import COMMUNE, DEPARTMENT, MINUTES, answers, make_licensing
from workflows import actions
from workflows.actions.council import Named
from workflows.models import CouncilMember, Draft


def hire() -> None:
    """The procedure published, its people hired."""
    make_licensing()


def filed() -> Press:
    owner = who("gp_hieu")
    version = publish("school-licence")
    return partial(
        actions.submit,
        Draft.objects.create(owner=owner, version=version, answers=answers(owner)),
        owner,
    )


def decided(step: str, name: str, outcome: str) -> Any:
    return lambda: partial(actions.decide, task(step), who(name), outcome, key=f"council {step}")


def giving() -> Press:
    """The head of the division names the expert."""
    return partial(actions.reassign, task("appraise"), who("gp_quang"), who("gp_binh"))


def agreed() -> Press:
    said = {"agrees": True}
    return partial(
        actions.give_opinion, task("ask_offices"), who("gp_chau"), "Nhất trí.", "agreed", said
    )


def naming() -> Press:
    seats = zip(("CHAIR", "SECRETARY", "MEMBER", "MEMBER"), range(4), strict=True)
    members = [Named(seat, who(f"gp_tv{number}")) for seat, number in seats]
    outside = Named("MEMBER", None, "Phạm Văn Ngoài", "Trưởng Công an xã")
    return partial(
        actions.appoint_council, task("council"), who("gp_thao"), [*members, outside], key="appoint"
    )


def visiting() -> Press:
    return partial(
        actions.set_visit,
        task("council"),
        who("gp_thao"),
        timezone.localdate(),
        "8 giờ",
        key="visit",
    )


def voting(number: int, key: str = "vote") -> Press:
    member = CouncilMember.objects.order_by("pk")[number]
    return partial(
        actions.vote, member, member.user or who("gp_thao"), "FOR", key=f"{key} {number}"
    )


def closing() -> Press:
    minutes = [str(StoredFile.objects.filter(uploaded_by=who("gp_thao")).latest("uploaded_at").pk)]
    return partial(
        actions.close_council, task("council"), who("gp_thao"), MINUTES, minutes, key="close"
    )


def enter_grant() -> None:
    """A licence from paper, whose time ends today; and an officer who means to suspend it."""
    department, today = Authority.objects.get(slug=DEPARTMENT), timezone.localdate()
    paper = grants.Decision(
        department, department.name, "12/QĐ-SGDĐT", today - dt.timedelta(days=400)
    )
    commune = Authority.objects.get(slug=COMMUNE).name
    what = grants.What(
        "school_licence", "Giấy phép", "Trường THPT Hòa Bình", commune=commune, valid_to=today
    )
    granted = grants.enter(what, paper)
    asked = {
        "licence": str(granted.pk),
        "measure": "suspend",
        "reason": "Xuống cấp",
        "until": "Ba tháng",
    }
    given = {**asked, "since": today.isoformat()}
    version = publish("school-licence-change")
    Draft.objects.create(owner=who("gp_thao"), version=version, office=department, answers=given)


def opening() -> Press:
    return partial(actions.open_ex_officio, Draft.objects.get(), who("gp_thao"), key="open")


def ending() -> Press:
    """The sweep finds it on the day after."""
    GrantTimer.objects.update(due_on=timezone.localdate())
    return partial(actions.grant_day_has_come, GrantTimer.objects.get(grant=Grant.objects.get()))


TO_ASK = (
    hire,
    *steps(filed, decided("receive", "gp_lan", "accept"), giving),
    *steps(decided("appraise", "gp_binh", "complete")),
)
TO_COUNCIL = (*TO_ASK, *steps(agreed))
NAMED = (*TO_COUNCIL, *steps(naming))
VISITED = (*NAMED, *steps(visiting))
VOTED = (
    *VISITED,
    lambda: upload(who("gp_thao")),
    *steps(*(partial(voting, number, "before") for number in range(5))),
)
LICENCE_ACTS = [
    Act("give_opinion", TO_ASK, agreed),
    Act("council_appoint", TO_COUNCIL, naming),
    Act("council_visit", NAMED, visiting),
    Act("council_vote", VISITED, lambda: voting(0)),
    Act("council_close", VOTED, closing),
    Act("open_ex_officio", (hire, enter_grant), opening),
    Act("grant_ended", (hire, enter_grant), ending),
]
