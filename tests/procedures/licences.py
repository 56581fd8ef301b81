"""A private school that wants to open, and the people of the department who look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from organisations.models import User
from tests.people import a_ward, person, publish
from tests.procedures.walking import decide, filed, item, now, officer, paper
from workflows import actions
from workflows.actions.council import Named
from workflows.models import CouncilMember, Dossier, ProcedureVersion

DEPARTMENT, CENTRE, COMMUNE, SCHOOL = (
    "sgddt-daklak",
    "ttpvhcc-daklak",
    "ubnd-ea-kar",
    "thpt-ngo-gia-tu",
)
PROVINCE = "ubnd-daklak"
IDENTITY = "066075001122"
SEATS = ("CHAIR", "SECRETARY", "MEMBER", "MEMBER", "MEMBER")


@dataclass
class Licensing:
    """The procedure published, the people hired."""

    version: ProcedureVersion
    school: User  # its representative
    receptionist: User
    chief: User  # of the division
    expert: User
    drafter: User
    director: User
    clerk: User
    commune: User
    province: User  # asked about private schools
    accountant: User  # asked about their money, in confidence
    members: list[User]


def make_licensing() -> Licensing:
    """Everybody whom the licence of a school needs."""
    return Licensing(
        version=publish("school-licence"),
        school=person("gp_hieu", "Nguyễn Văn Hiếu"),
        receptionist=officer("gp_lan", "Hoàng Thị Lan", CENTRE, "receptionist"),
        chief=officer(
            "gp_quang", "Đỗ Minh Quang", DEPARTMENT, "division_head", position="TRƯỞNG PHÒNG"
        ),
        expert=officer("gp_binh", "Y Bình Niê", DEPARTMENT, "expert"),
        drafter=officer("gp_thao", "Bùi Thị Thảo", DEPARTMENT, "expert"),
        director=officer("gp_dung", "Trần Văn Dũng", DEPARTMENT, "head", position="GIÁM ĐỐC"),
        clerk=officer("gp_anh", "Lê Ngọc Ánh", DEPARTMENT, "clerk"),
        commune=officer("gp_chau", "H'Châu Ayun", COMMUNE, "head"),
        province=officer("gp_yen", "Nguyễn Hải Yến", PROVINCE, "expert"),
        accountant=officer("gp_thu", "Lê Thị Thu", DEPARTMENT, "cashier"),
        members=[
            officer(f"gp_tv{number}", f"Thành Viên {number}", DEPARTMENT, "clerk")
            for number in range(4)
        ],
    )


def answers(owner: User, **changes: Any) -> dict[str, Any]:
    """What the school says of itself."""
    sent = [paper(owner)]
    return {
        "representative": {
            "name": "Nguyễn Văn Hiếu",
            "birth_date": "1975-02-11",
            "sex": "M",
            "identity": "066075001122",
        },
        "position": "Hiệu trưởng",
        "phone": "0905123456",
        "email": "hoabinh@example.vn",
        "address": a_ward(),
        "school_name": "Trường THPT Hòa Bình",
        "account": SCHOOL,
        "ownership": "public",
        "commune": COMMUNE,
        "place": "Thôn 4",
        "founded_by": "Quyết định số 512/QĐ-UBND ngày 12/03/2026 của UBND tỉnh",
        "classes": 12,
        "pupils": 480,
        **dict.fromkeys(("request", "founding", "staff", "premises", "rules"), sent),
        **changes,
    }


def asked(site: Licensing, **changes: Any) -> Dossier:
    """Filed, received, handed out, appraised: the other offices are asked."""
    dossier = decide(
        filed(site.version, site.school, answers(site.school, **changes)),
        "receive",
        site.receptionist,
        "accept",
    )
    actions.reassign(item(dossier, "appraise"), site.chief, site.expert)
    return decide(dossier, "appraise", site.expert, "complete", note="Đủ điều kiện.")


def private(site: Licensing) -> dict[str, Any]:
    """What a private school answers otherwise."""
    return {"ownership": "private", "funds": [paper(site.school)]}


def appraised(site: Licensing, **changes: Any) -> Dossier:
    """The same, and the commune has answered, which alone is asked about a public school: the
    council is next.
    """
    dossier = asked(site, **changes)
    actions.give_opinion(
        item(dossier, "ask_offices"), site.commune, "Nhất trí.", values={"agrees": True}
    )
    return now(dossier)


def named(site: Licensing) -> list[Named]:
    """Four officers and one from outside, in the order of SEATS."""
    inside = [Named(seat, user) for seat, user in zip(SEATS, site.members, strict=False)]
    return [*inside, Named("MEMBER", None, "Phạm Văn Ngoài", "Trưởng Công an xã")]


def seated(site: Licensing, dossier: Dossier) -> list[CouncilMember]:
    """The council named and sent out today; its members in the order of SEATS."""
    from django.utils import timezone

    task = item(dossier, "council")
    actions.appoint_council(task, site.drafter, named(site))
    actions.set_visit(task, site.drafter, timezone.localdate(), "8 giờ, tại trường")
    return list(CouncilMember.objects.filter(council__item=task).order_by("pk"))


MINUTES = {"premises_ok": True, "staff_ok": True, "findings": "Phòng học đủ, sân chơi rộng."}


def council_done(site: Licensing, dossier: Dossier, *votes: str) -> Dossier:
    """The members vote in their order (the last one's vote is written from the minutes), and the
    council is closed.
    """
    seats = seated(site, dossier)
    for seat, choice in zip(seats, votes or ("FOR", "FOR", "FOR", "AGAINST", "FOR"), strict=False):
        actions.vote(seat, seat.user or site.members[1], choice)
    actions.close_council(
        item(dossier, "council"), site.members[1], MINUTES, [paper(site.members[1])]
    )
    return now(dossier)


def licensed(site: Licensing, **changes: Any) -> Dossier:
    """All the way to the decision."""
    dossier = council_done(site, appraised(site, **changes))
    decide(dossier, "draft", site.drafter, "propose", scale="12 lớp, 480 học sinh")
    decide(dossier, "review", site.chief, "reviewed")
    decide(dossier, "sign", site.director, "approve")
    return decide(dossier, "seal", site.clerk, "seal")
