"""An admissions round that takes applications: from its page one applies, changes the wishes, and
reads one's own. A second one is being prepared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from admissions import acts
from forms.lists import places
from organisations.models import User
from portal.demo.people import OTHER_SCHOOL, SCHOOL
from workflows import actions
from workflows.models import Draft, Procedure

#: Children of the demo's mother: name, sex, and the wishes in order.
PUPILS = (
    ("Y Khôi Niê", "M", ("bmt", "bmt-toan", "ngt")),
    ("H'Nhiên Niê", "F", ("ngt", "bmt")),
)
PLAN = """slug: {slug}
title: {title}
procedure: grade-10-admission
school_year: {first}-{second}
authority: sgddt-daklak
who: Học sinh tốt nghiệp trung học cơ sở trong tỉnh, trong độ tuổi vào lớp 10
programmes:
  bmt: {{name: THPT Buôn Ma Thuột, school: {school}, note: điểm chuẩn năm trước 23.75}}
  bmt-toan:
    {{name: "THPT Buôn Ma Thuột, chuyên Toán", school: {school}, note: điểm chuẩn năm trước 31.50}}
  ngt: {{name: THPT Ngô Gia Tự, school: {other}, note: điểm chuẩn năm trước 19.25}}
rules:
  programmes:
    bmt: {{quota: 405}}
    bmt-toan: {{quota: 35}}
    ngt: {{quota: 360}}
  criteria: [{{by: score}}, {{by: wish}}]
  most_wishes: 3
  tie: all
  floors: [{{fact: toan, points: 0, must_exceed: true}}]
windows:
  apply: {{start: "{opens}", end: "{closes}"}}
  confirm: {{start: "{confirms}", end: "{confirmed}"}}
pupil_code: pupil_code
published: {{demand: true}}
score:
  papers:
    toan: {{name: Toán, most: 10}}
    van: {{name: Ngữ văn, most: 10}}
    anh: {{name: Tiếng Anh, most: 10}}
  bonuses: [{{by: office.check.priority, points: {{"1": 2, "2": 1.5, "3": 1}}}}]
  formula: toan + van + anh + bonus
"""


def tell(people: Mapping[str, User]) -> None:
    """The round is open for four weeks more; the mother applied for two children."""
    year = timezone.localdate().year
    prepares, head = people["thukytuyensinh"], people["lanhdao"]
    made = acts.make_round(plan_text(f"lop-10-{year + 1}", year + 1, starts=-7), prepares)
    acts.publish_plan(made.plans.get(), head)
    made.refresh_from_db()
    acts.move(made, "open", head)
    for name, sex, wishes in PUPILS:
        _apply(people["phuhuynh"], made.slug, name, sex, wishes)
    acts.make_round(plan_text(f"lop-10-{year + 2}", year + 2, starts=365), prepares)


def plan_text(slug: str, year: int, starts: int) -> str:
    """The plan of a round whose applications begin so many days from today."""
    begin = timezone.localtime().replace(hour=7, minute=0, second=0, microsecond=0)

    def day(number: int) -> str:
        return (begin + dt.timedelta(days=starts + number)).isoformat()

    return PLAN.format(
        slug=slug,
        title=f"Tuyển sinh lớp 10 năm học {year} - {year + 1}",
        first=year,
        second=year + 1,
        school=SCHOOL,
        other=OTHER_SCHOOL,
        opens=day(0),
        closes=day(35),
        confirms=day(60),
        confirmed=day(70),
    )


def _apply(mother: User, round_slug: str, name: str, sex: str, wishes: tuple[str, ...]) -> None:
    version = Procedure.objects.get(slug="grade-10-admission").current
    assert version is not None  # noqa: S101 - published a moment ago
    given = _answers(mother, round_slug, name, sex, wishes)
    draft = Draft.objects.create(owner=mother, version=version, answers=given)
    actions.submit(draft, mother)


def _answers(
    mother: User, round_slug: str, name: str, sex: str, wishes: tuple[str, ...]
) -> dict[str, Any]:
    assert mother.birth_date is not None  # noqa: S101 - every demo person has one
    province = next(code for code, title in places.provinces() if "Đắk Lắk" in title)
    year = timezone.localdate().year - 15
    number = f"066{'2' if sex == 'M' else '3'}{str(year)[-2:]}00{len(name):04d}"
    return {
        "student": {"name": name, "birth_date": f"{year}-03-02", "sex": sex, "identity": number},
        "present_school": "Trường THCS Lương Thế Vinh",
        "present_class": "9A2",
        "pupil_code": f"66{year}{len(name):04d}",
        "relation": "parent",
        "applicant": {
            "name": mother.full_name,
            "birth_date": mother.birth_date.isoformat(),
            "sex": "F",
            "identity": mother.identity_number,
        },
        "phone": mother.phone,
        "email": mother.email,
        "address": {
            "province": province,
            "ward": places.wards(province)[0][0],
            "detail": "7 Y Jút",
            "old_place": "",
        },
        "priority": "none",
        "prize": "none",
        "direct": "none",
        "round": round_slug,
        "wishes": list(wishes),
    }
