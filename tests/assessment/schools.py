"""A school that assesses itself, its people, and the criteria filled in at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from assessment import catalogue, evidence, work
from assessment.language import RuleSet
from assessment.levels import MET, asked
from assessment.models import Assessment
from forms.files.uploads import store
from forms.models import StoredFile
from organisations.models import Authority, User
from tests.forms.test_uploads import png
from tests.procedures.walking import officer

SCHOOL = "thpt-buon-ma-thuot"
YEAR = "2026-2027"


@dataclass
class School:
    """The school of the tests."""

    authority: Authority
    secretary: User
    head: User
    stranger: User


def make_school() -> School:
    """The people hired; needs the seeded organisations."""
    return School(
        authority=Authority.objects.get(slug=SCHOOL),
        secretary=officer("oanh", "Nguyễn Thị Kim Oanh", SCHOOL, "receptionist", "clerk"),
        head=officer("tri", "Đặng Minh Trí", SCHOOL, "head", position="HIỆU TRƯỞNG"),
        stranger=officer(
            "tam", "Vũ Thị Thanh Tâm", "thpt-ngo-gia-tu", "head", position="HIỆU TRƯỞNG"
        ),
    )


def begun(school: School, slug: str = "school-2026") -> Assessment:
    """A self-assessment by these rules."""
    return work.begin(school.authority, catalogue.shipped_as(slug), YEAR, school.secretary)


def paper(owner: User, name: str = "quyet-dinh.png") -> StoredFile:
    """A picture that somebody sent."""
    return store(SimpleUploadedFile(name, png(), "image/png"), owner, ("image",), 1 << 20)


def fill(assessment: Assessment, school: School, **changes: Any) -> None:
    """Everything met, described and shown by one paper each."""
    rules: RuleSet = catalogue.rules_of(assessment.rules)
    for criterion in rules.criteria:
        said = {one.id: MET for one in asked(criterion, assessment.multi_level)}
        said |= {"description": f"Trường thực hiện tiêu chí {criterion.id}.", **changes}
        work.change(assessment, criterion.id, school.secretary, lambda _now, said=said: said)  # type: ignore[misc]
        evidence.add(
            assessment, criterion.id, "Kế hoạch năm học", paper(school.secretary), school.secretary
        )


def seat_council(assessment: Assessment, school: School, number: int) -> None:
    """A council of so many: a chair, a secretary, and members."""
    for place in range(number):
        duty = ("CHAIR", "SECRETARY")[place] if place < 2 else "MEMBER"
        work.add_member(assessment, f"Người thứ {place}", "Giáo viên", duty, school.secretary)
