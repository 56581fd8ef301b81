"""A pupil who moves: the present school is asked, so that a principal finds a question at the
desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from forms.lists import places
from organisations.models import User
from portal.demo.people import OTHER_SCHOOL, SCHOOL
from workflows import actions
from workflows.models import Draft, Procedure, WorkItem


def tell(people: Mapping[str, User]) -> None:
    """Two pupils; the school asked has answered about the first and not yet about the second."""
    year = timezone.localdate().year
    for name, born in (("Y Khoa Niê", f"{year - 16}-03-02"), ("H'Linh Niê", f"{year - 15}-08-19")):
        asked = _asked(people, name, born)
        if name == "Y Khoa Niê":
            said = {"releases": True, "handed_over": "paper"}
            words = "Đồng ý cho học sinh chuyển đi; học bạ đã giao cho gia đình."
            actions.give_opinion(asked, people["hieutruongdi"], words, values=said)


def _asked(people: Mapping[str, User], name: str, born: str) -> WorkItem:
    """Filed by the mother, received by the new school: the question is open."""
    version = Procedure.objects.get(slug="school-transfer").current
    assert version is not None  # noqa: S101 - published a moment ago
    mother = people["phuhuynh"]
    draft = Draft.objects.create(
        owner=mother, version=version, answers=_answers(mother, name, born)
    )
    dossier = actions.submit(draft, mother)
    item = WorkItem.objects.select_related("process").get(process=dossier, finished__isnull=True)
    actions.decide(item, people["vanphongtruong"], "accept")
    return WorkItem.objects.get(process=dossier, finished__isnull=True)


def _answers(mother: User, name: str, born: str) -> dict[str, Any]:
    assert mother.birth_date is not None  # noqa: S101 - every demo person has one
    province = next(code for code, title in places.provinces() if "Đắk Lắk" in title)
    person = {"name": mother.full_name, "birth_date": mother.birth_date.isoformat(), "sex": "F"}
    return {
        "kind": "transfer",
        "origin": "province",
        "relation": "parent",
        "applicant": {**person, "identity": mother.identity_number},
        "phone": mother.phone,
        "email": mother.email,
        "address": {
            "province": province,
            "ward": places.wards(province)[0][0],
            "detail": "7 Y Jút",
            "old_place": "",
        },
        "student": {
            "name": name,
            "birth_date": born,
            "sex": "M" if name.startswith("Y ") else "F",
            "identity": "",
        },
        "new_school": SCHOOL,
        "grade": "11",
        "present_school": OTHER_SCHOOL,
        "ground": "residence",
    }
