"""Schools and their licences on the demo site: old ones from paper, and of this site one just
granted, one before its council, one signed by the first of two, one about which others are asked,
one that waits until an expert is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from organisations import roles
from organisations.models import Authority, User
from portal.demo.paper import named
from portal.demo.people import COMMUNE, DEPARTMENT
from portal.demo.stories import an_address
from registers import grants, paper
from registers.grants import Decision
from registers.models import Grant, GrantState
from registers.paper import Paper
from workflows import actions
from workflows.actions.council import Named
from workflows.models import CouncilMember, Dossier, Draft, Procedure, WorkItem

People = Mapping[str, User]
State = GrantState.State
PAPERS = {
    "request": "Tờ trình",
    "founding": "Quyết định thành lập",
    "staff": "Danh sách cán bộ",
    "premises": "Giấy tờ về đất",
    "rules": "Quy chế",
}
HOME = "Phường Buôn Ma Thuột"
KIND = "Cho phép trường THPT hoạt động giáo dục"


def tell(people: People) -> None:
    """Write every story; runs in the caller's transaction."""
    suspended = _from_paper(people)
    _licensed(people, _appraised(people, "Trường THPT Ea Knuếc", "Thôn 2"))
    _visited(people, _appraised(people, "Trường THPT Hòa Phú", "Buôn Tuôr"))
    _before_the_director(people, _appraised(people, "Trường THPT Krông Năng", "Tổ dân phố 3"))
    _private(people, "Trường THPT tư thục Ban Mai", "Thôn 5")
    _received(people, "Trường THPT Cư Né", "Buôn Drah")
    _opened_by_the_office(people, suspended)


def _from_paper(people: People) -> Grant:
    """Three licences of before this site, entered from their paper; returns one that is
    suspended.
    """
    department = Authority.objects.get(slug=DEPARTMENT)

    def decided(symbol: str, on: dt.date) -> Decision:
        return Decision(department, department.name, symbol, on)

    def entered(
        symbol: str, on: dt.date, holder: str, content: str, commune: str = "Xã Ea Kar"
    ) -> Grant:
        told = Paper("school_licence", KIND, symbol, on, department.name, holder, commune, content)
        return paper.enter(told, department, people["chuyenvien2"])

    first = entered(
        "214/QĐ-SGDĐT", dt.date(2019, 6, 3), "Trường THPT Buôn Ma Thuột", "Quy mô: 30 lớp", HOME
    )
    paper.confirm(first, people["vanthu"])
    grants.add_state(
        first, State.CHANGED, decided("318/QĐ-SGDĐT", dt.date(2024, 7, 9)), content="Quy mô: 36 lớp"
    )
    second = entered(
        "97/QĐ-SGDĐT", dt.date(2021, 3, 15), "Trường THPT Ngô Gia Tự", "Quy mô: 24 lớp"
    )
    unsafe = "Nhà học hai tầng không bảo đảm an toàn."
    grants.add_state(
        second, State.SUSPENDED, decided("402/QĐ-SGDĐT", dt.date(2025, 9, 12)), reason=unsafe
    )
    third = entered(
        "55/QĐ-SGDĐT", dt.date(2018, 8, 1), "Trường THPT tư thục Cao Nguyên Xanh", "Quy mô: 9 lớp"
    )
    closed = "Không tuyển sinh trong ba năm liên tiếp."
    grants.add_state(
        third, State.REVOKED, decided("120/QĐ-SGDĐT", dt.date(2023, 4, 20)), reason=closed
    )
    return second


def _appraised(people: People, school: str, place: str) -> Dossier:
    """Handed out and appraised; the commune has answered."""
    dossier = _asked(people, _received(people, school, place))
    actions.give_opinion(
        _task(dossier), people["chutichxa"], "Nhất trí cho phép.", values={"agrees": True}
    )
    return dossier


def _received(people: People, school: str, place: str, **changes: Any) -> Dossier:
    """Filed by its head and received: it waits until the head of the division names the expert."""
    draft = _draft(people["hieutruongmoi"], school, place, **changes)
    dossier = actions.submit(draft, people["hieutruongmoi"])
    _decide(people["tiepnhan"], dossier, "accept")
    return dossier


def _asked(people: People, dossier: Dossier) -> Dossier:
    actions.reassign(_task(dossier), people["truongphong"], people["chuyenvien"])
    _decide(people["chuyenvien"], dossier, "complete", {"note": "Hồ sơ hợp lệ."})
    return dossier


def _private(people: People, school: str, place: str) -> None:
    """A private school: three are asked at once; one has answered in confidence, one more answer is
    enough.
    """
    funds = [named(people["hieutruongmoi"], "Xác nhận số dư")]
    dossier = _asked(people, _received(people, school, place, ownership="private", funds=funds))
    words = "Vốn góp mới chuyển vào trước ngày xác nhận số dư; đề nghị làm rõ nguồn."
    question = WorkItem.objects.select_related("process").get(process=dossier, role=roles.CASHIER)
    actions.give_opinion(question, people["ketoan"], words, values={"agrees": False})


def _visited(people: People, dossier: Dossier) -> list[CouncilMember]:
    """The council is named and has visited; two have voted already."""
    task, keeper = _task(dossier), people["chuyenvien2"]
    members = [
        Named("CHAIR", people["truongphong"]),
        Named("SECRETARY", people["vanthu"]),
        Named("MEMBER", people["ketoan"]),
        Named("MEMBER", people["chutichxa"]),
        Named("MEMBER", None, "Phạm Văn Hòa", "Trưởng Công an xã"),
    ]
    actions.appoint_council(task, keeper, members)
    actions.set_visit(task, keeper, timezone.localdate(), "8 giờ, tại trường")
    seats = list(CouncilMember.objects.filter(council__item=task).order_by("pk"))
    actions.vote(seats[0], people["truongphong"], CouncilMember.Vote.FOR)
    actions.vote(seats[2], people["ketoan"], CouncilMember.Vote.AGAINST)
    return seats


def _licensed(people: People, dossier: Dossier) -> None:
    """All the way: the decision is numbered, and sealed when what is owed is done."""
    _before_the_director(people, dossier)
    _decide(people["lanhdao"], dossier, "approve")
    _decide(people["vanthu"], dossier, "seal")


def _before_the_director(people: People, dossier: Dossier) -> None:
    """The council agreed, the decision is drafted, and the first of its two has signed it."""
    seats = _visited(people, dossier)
    for seat in (seats[1], seats[3], seats[4]):
        actions.vote(seat, seat.user or people["vanthu"], CouncilMember.Vote.FOR)
    minutes = {
        "premises_ok": True,
        "staff_ok": True,
        "findings": "Phòng học đủ, thư viện đạt chuẩn.",
    }
    report = named(people["chuyenvien2"], "Biên bản kiểm tra")
    actions.close_council(_task(dossier), people["chuyenvien2"], minutes, [report])
    _decide(people["chuyenvien2"], dossier, "propose", {"scale": "12 lớp, 480 học sinh"})
    _decide(people["truongphong"], dossier, "reviewed")


def _opened_by_the_office(people: People, licence: Grant) -> None:
    """The department considers letting a suspended school teach again."""
    answers = {
        "licence": str(licence.pk),
        "measure": "resume",
        "reason": "Trường đã sửa xong nhà học, có biên bản kiểm định an toàn.",
        "since": timezone.localdate().isoformat(),
    }
    office = Authority.objects.get(slug=DEPARTMENT)
    version = Procedure.objects.get(slug="school-licence-change").current
    assert version is not None  # noqa: S101 - the demo has published it
    draft = Draft.objects.create(
        owner=people["chuyenvien2"], version=version, office=office, answers=answers
    )
    actions.open_ex_officio(draft, people["chuyenvien2"])


def _draft(owner: User, school: str, place: str, **changes: Any) -> Draft:
    assert owner.birth_date is not None  # noqa: S101 - every demo person has one
    born = owner.birth_date.isoformat()
    person = {
        "name": owner.full_name,
        "birth_date": born,
        "sex": "M",
        "identity": owner.identity_number,
    }
    answers: dict[str, Any] = {
        "representative": person,
        "position": "Hiệu trưởng",
        "phone": owner.phone,
        "email": owner.email,
        "address": an_address(),
        "school_name": school,
        "ownership": "public",
        "commune": COMMUNE,
        "place": place,
        "founded_by": "Quyết định số 512/QĐ-UBND ngày 12/03/2026 của UBND tỉnh",
        "classes": 12,
        "pupils": 480,
        **{field: [named(owner, title)] for field, title in PAPERS.items()},
        **changes,
    }
    version = Procedure.objects.get(slug="school-licence").current
    assert version is not None  # noqa: S101 - the demo has published it
    return Draft.objects.create(owner=owner, version=version, answers=answers)


def _task(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.select_related("process").get(process=dossier, finished__isnull=True)


def _decide(
    officer: User, dossier: Dossier, outcome: str, values: dict[str, str] | None = None
) -> None:
    actions.decide(_task(dossier), officer, outcome, values=values)
