"""A school assesses itself, and asks for the national standard: one report under way, one dossier
before the commune, one that the rule gave to the expert of the school's ward, one whose draft
report waits for the school's answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from assessment import catalogue, evidence, work
from assessment.levels import MET, NOT_MET, asked
from assessment.models import Assessment
from organisations import roles
from organisations.models import Area, Authority, User
from portal.assessment import applying
from portal.demo.paper import drawn
from portal.demo.people import SCHOOL
from workflows import actions
from workflows.actions.council import Named
from workflows.models import CouncilMember, Dossier, WorkItem

People = Mapping[str, User]
COMMUNE = "ubnd-buon-ma-thuot"
PROCEDURE = "national-standard-secondary"
COUNCIL = (
    ("Đặng Minh Trí", "Hiệu trưởng", "CHAIR"),
    ("Nguyễn Thị Kim Oanh", "Nhân viên văn phòng", "SECRETARY"),
    ("Lê Hữu Phước", "Phó hiệu trưởng", "MEMBER"),
    ("H'Yar Êban", "Tổ trưởng tổ Ngữ văn", "MEMBER"),
    ("Phan Thị Thủy", "Tổ trưởng tổ Toán", "MEMBER"),
    ("Y Siu Byă", "Tổ trưởng tổ Tự nhiên", "MEMBER"),
    ("Trương Thị Nga", "Chủ tịch Công đoàn", "MEMBER"),
)
TEAM = (
    ("CHAIR", "Hồ Văn Lâm", "Hiệu trưởng Trường THPT Lê Quý Đôn"),
    ("SECRETARY", "Cao Thị Minh", "Chuyên viên"),
    ("MEMBER", "Y Thiên Kbuôr", "Hiệu trưởng Trường THCS Ea Kar"),
    ("MEMBER", "Võ Đình Nam", "Phó hiệu trưởng Trường THPT Hồng Đức"),
    ("MEMBER", "Mai Thị Hòa", "Giáo viên cốt cán"),
)
PLAN = ("KE HOACH NAM HOC (MAU DUNG THU)", "", "Ke hoach va bao cao cua nha truong.")
LETTER = (
    "CONG VAN (MAU DUNG THU)",
    "",
    "V/v dang ky danh gia ngoai de duoc cong nhan",
    "truong dat chuan quoc gia.",
)
MINUTES = ("BIEN BAN KHAO SAT (MAU DUNG THU)", "", "Doan danh gia ngoai da ky du.")
REPORT = ("DU THAO BAO CAO DANH GIA NGOAI (MAU DUNG THU)", "", "Truong dat Muc 2.")
UNDER_WAY = 9  # criteria that are done in the report under way


def tell(people: People) -> None:
    """Write the stories; runs in the caller's transaction."""
    _looks_after(people["chuyenvien"], COMMUNE)
    _looks_after(people["chuyenvien2"], "SECONDARY")
    approved = _assessed(people, _rules_of_secondary(), _school_year(1))
    work.approve(approved, people["hieutruong"])
    _before_the_school(people, _filed(people, approved))
    _decide(_filed(people, approved), people["motcuaphuong"], "hand_over")
    _filed(people, approved)
    _under_way(people)


def _rules_of_secondary() -> str:
    """The older rules while a school may still begin by them, for the demo shows both; then those
    of every school.
    """
    older = "secondary-2018"
    return older if catalogue.shipped_as(older).is_accepted(timezone.localdate()) else "school-2026"


def _school_year(ago: int) -> str:
    """The school year so many years ago: "2026-2027" from August 2026 on."""
    today = timezone.localdate()
    first = today.year - (today.month < 8) - ago
    return f"{first}-{first + 1}"


def _looks_after(expert: User, area: str) -> None:
    Area.objects.create(assignment=expert.assignments.get(role=roles.EXPERT), name=area)


def _assessed(people: People, slug: str, year: str) -> Assessment:
    """Everything up to level 2 met: enough for the first degree."""
    made = _begun(people, slug, year)
    for criterion in catalogue.rules_of(made.rules).criteria:
        said = {one.id: MET if one.level <= 2 else NOT_MET for one in asked(criterion, False)}
        _say(made, people, criterion.id, said | _words(criterion.title))
    return made


def _under_way(people: People) -> None:
    made = _begun(people, "school-2026", _school_year(0))
    for place, criterion in enumerate(catalogue.rules_of(made.rules).criteria[:UNDER_WAY]):
        said = {
            one.id: MET if one.level == 1 or place % 2 else NOT_MET
            for one in criterion.requirements
        }
        _say(made, people, criterion.id, said | _words(criterion.title))
    _say(
        made,
        people,
        "4.2",
        {"m1": MET, "description": "Kết quả học tập ba năm liền có tiến bộ."},
        shown=False,
    )


def _begun(people: People, slug: str, year: str) -> Assessment:
    school, secretary = Authority.objects.get(slug=SCHOOL), people["vanphongtruong"]
    made = work.begin(school, catalogue.shipped_as(slug), year, secretary)
    for name, position, duty in COUNCIL:
        work.add_member(made, name, position, duty, secretary)
    return made


def _say(
    made: Assessment, people: People, criterion: str, said: dict[str, str], shown: bool = True
) -> None:
    secretary = people["vanphongtruong"]
    work.change(made, criterion, secretary, lambda _now: said)
    if shown:
        evidence.add(
            made,
            criterion,
            "Kế hoạch và báo cáo năm học",
            drawn(secretary, "ke-hoach.png", PLAN),
            secretary,
        )


def _words(title: str) -> dict[str, str]:
    return {
        "description": (
            f"{title}: nhà trường thực hiện theo kế hoạch năm học, có kiểm tra hằng quý."
        ),
        "strengths": "Đội ngũ đoàn kết, hồ sơ lưu đầy đủ.",
        "weaknesses": "Việc ứng dụng công nghệ thông tin chưa đều giữa các tổ.",
        "improvement": "Tập huấn cho các tổ trong học kỳ I; Phó hiệu trưởng phụ trách.",
    }


def _filed(people: People, approved: Assessment) -> Dossier:
    """The school's office files with the commune, the report frozen inside."""
    secretary, report = people["vanphongtruong"], approved.reports.latest("number")
    draft = applying.begin(approved, report, PROCEDURE, secretary)
    draft.answers = {**draft.answers, **_answers(secretary)}
    draft.save(update_fields=["answers"])
    return actions.submit(draft, secretary)


def _answers(secretary: User) -> dict[str, Any]:
    assert secretary.birth_date is not None  # noqa: S101 - every demo person has one
    person = {
        "name": secretary.full_name,
        "birth_date": secretary.birth_date.isoformat(),
        "sex": "F",
    }
    return {
        "filer": {**person, "identity": secretary.identity_number},
        "position": secretary.position,
        "commune": COMMUNE,
        "origin": "founded",
        "years": 40,
        "cohort": True,
        "wish": "1",
        "letter": [str(drawn(secretary, "cong-van.png", LETTER).pk)],
    }


def _before_the_school(people: People, dossier: Dossier) -> None:
    """Handed over, accepted, visited; the draft report waits for the school's answer."""
    expert = people["chuyenvien"]
    _decide(dossier, people["motcuaphuong"], "hand_over")
    _decide(dossier, expert, "accept")
    _decide(dossier, expert, "studied", {"note": "Làm rõ phòng học bộ môn khi khảo sát."})
    _visit(dossier, expert)
    summary = "Trường đạt Mức 2. Cần bổ sung thiết bị phòng học bộ môn trong hai năm tới."
    report = [str(drawn(expert, "du-thao-bao-cao.png", REPORT).pk)]
    actions.decide(_task(dossier), expert, "send", values={"summary": summary}, files=report)


def _visit(dossier: Dossier, expert: User) -> None:
    task, today = _task(dossier), timezone.localdate()
    actions.appoint_council(
        task, expert, [Named(seat, None, name, title) for seat, name, title in TEAM]
    )
    actions.set_visit(task, expert, today, "8 giờ, tại trường")
    for member in CouncilMember.objects.filter(council__item=task):
        actions.vote(member, expert, "FOR")
    minutes = {
        "first_visit": today.isoformat(),
        "level": "2",
        "findings": "Cơ sở vật chất đạt mức độ 1.",
    }
    actions.close_council(task, expert, minutes, [str(drawn(expert, "bien-ban.png", MINUTES).pk)])


def _decide(
    dossier: Dossier, officer: User, outcome: str, values: dict[str, str] | None = None
) -> None:
    actions.decide(_task(dossier), officer, outcome, values=values)


def _task(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.select_related("process").get(process=dossier, finished__isnull=True)
