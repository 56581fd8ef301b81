"""A school that asks for the national standard, and the people of commune and department who look
at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from organisations.models import Authority, User
from tests.people import publish
from tests.procedures.walking import decide, filed, item, now, officer, paper
from workflows import actions
from workflows.actions.council import Named
from workflows.models import CouncilMember, Dossier, ProcedureVersion

DEPARTMENT, COMMUNE, SCHOOL = "sgddt-daklak", "ubnd-buon-ma-thuot", "thpt-buon-ma-thuot"
SEATS = ("CHAIR", "SECRETARY", "MEMBER", "MEMBER", "MEMBER")


@dataclass
class Standards:
    """A procedure published, the people hired."""

    version: ProcedureVersion
    secretary: User  # files for the school
    commune: User
    expert: User
    chief: User  # of the division
    director: User
    clerk: User
    members: list[User]


def make_standards(slug: str = "national-standard-secondary", school: str = SCHOOL) -> Standards:
    """Everybody whom the national standard needs; `school` is the one that files, a preschool too
    where one must.
    """
    if slug.endswith("preschool") and school == SCHOOL:
        Authority.objects.filter(slug=school).update(levels=["PRESCHOOL", "THPT"])
    return Standards(
        version=publish(slug),
        secretary=officer("cq_oanh", "Nguyễn Thị Kim Oanh", school, "receptionist"),
        commune=officer("cq_xa", "H'Bia Mlô", COMMUNE, "receptionist"),
        expert=officer("cq_binh", "Y Bình Niê", DEPARTMENT, "expert"),
        chief=officer(
            "cq_quang", "Đỗ Minh Quang", DEPARTMENT, "division_head", position="TRƯỞNG PHÒNG"
        ),
        director=officer("cq_dung", "Trần Văn Dũng", DEPARTMENT, "head", position="GIÁM ĐỐC"),
        clerk=officer("cq_anh", "Lê Ngọc Ánh", DEPARTMENT, "clerk"),
        members=[
            officer(f"cq_tv{number}", f"Thành Viên {number}", DEPARTMENT, "clerk")
            for number in range(5)
        ],
    )


def answers(site: Standards, **changes: Any) -> dict[str, Any]:
    """What the school says of itself."""
    sent = [paper(site.secretary)]
    given = {
        "filer": {
            "name": "Nguyễn Thị Kim Oanh",
            "birth_date": "1989-03-12",
            "sex": "F",
            "identity": "066189006006",
        },
        "position": "Thư ký hội đồng",
        "phone": "0905123456",
        "email": "truong@example.vn",
        "school": SCHOOL,
        "commune": COMMUNE,
        "origin": "founded",
        "years": 30,
        "cohort": True,
        "rules": "2026",
        "school_year": "2026-2027",
        "self_level": "1",
        "wish": "1",
        "letter": sent,
        "report": sent,
    }
    return {**given, **changes}


def accepted(site: Standards, **changes: Any) -> Dossier:
    """Filed with the commune, handed over, accepted by the department."""
    dossier = decide(
        filed(site.version, site.secretary, answers(site, **changes)),
        "check",
        site.commune,
        "hand_over",
    )
    return decide(dossier, "receive", site.expert, "accept")


def visited(site: Standards, dossier: Dossier, level: str = "1") -> Dossier:
    """The team is named, visits today, and agrees on its draft."""
    decide(dossier, "study", site.expert, "studied", note="Xem kỹ tiêu chuẩn 3.")
    task = item(dossier, "team")
    actions.appoint_council(
        task, site.expert, [Named(seat, who) for seat, who in zip(SEATS, site.members, strict=True)]
    )
    today = timezone.localdate()
    actions.set_visit(task, site.expert, today, "8 giờ, tại trường")
    for seat in CouncilMember.objects.filter(council__item=task):
        assert seat.user is not None
        actions.vote(seat, seat.user, "FOR")
    minutes = {
        "first_visit": today.isoformat(),
        "level": level,
        "findings": "Trường có đủ phòng học.",
    }
    actions.close_council(task, site.expert, minutes, [paper(site.expert)])
    return now(dossier)


def asked(site: Standards, level: str = "1", **changes: Any) -> Dossier:
    """The draft report lies before the school."""
    dossier = visited(site, accepted(site, **changes), level)
    actions.decide(
        item(dossier, "draft"),
        site.expert,
        "send",
        {"summary": "Trường đạt các tiêu chí bắt buộc."},
        files=[paper(site.expert)],
    )
    return now(dossier)


def decided(site: Standards, dossier: Dossier, level: str = "1") -> Dossier:
    """From the final report to the sealed certificate."""
    decide(dossier, "final", site.expert, "propose", files=[paper(site.expert)], level=level)
    decide(dossier, "review", site.chief, "reviewed")
    decide(dossier, "sign", site.director, "approve")
    return decide(dossier, "seal", site.clerk, "seal")
