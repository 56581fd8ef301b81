"""Two schools of the province, their people, and a mother who wants her son to move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from organisations.models import User
from tests.people import a_ward, person, publish
from tests.procedures.walking import officer
from workflows.models import ProcedureVersion

#: A pupil is as old as pupils are, whatever year it is.
BORN = f"{timezone.localdate().year - 16}-03-02"
NEW, OLD = "thpt-buon-ma-thuot", "thpt-ngo-gia-tu"


@dataclass
class Schools:
    """The people of both schools, and a mother."""

    version: ProcedureVersion
    mother: User
    office: User
    teacher: User
    principal: User
    old_principal: User


def make_schools() -> Schools:
    """The procedure published, the people hired."""
    return Schools(
        version=publish("school-transfer"),
        mother=person("lan", "H'Lan Niê"),
        office=officer("oanh", "Nguyễn Thị Kim Oanh", NEW, "receptionist", "clerk"),
        teacher=officer("giao", "Trần Thị Giáo", NEW, "expert"),
        principal=officer("tri", "Đặng Minh Trí", NEW, "head", position="HIỆU TRƯỞNG"),
        old_principal=officer("tam", "Vũ Thị Thanh Tâm", OLD, "head", position="HIỆU TRƯỞNG"),
    )


def answers(**changes: Any) -> dict[str, Any]:
    """What the mother says of her son."""
    return {
        "kind": "transfer",
        "origin": "province",
        "relation": "parent",
        "applicant": {
            "name": "H'Lan Niê",
            "birth_date": "1978-09-14",
            "sex": "F",
            "identity": "066178004512",
        },
        "phone": "0905123456",
        "email": "lan@example.vn",
        "address": a_ward(),
        "student": {"name": "Y Khoa Niê", "birth_date": BORN, "sex": "M", "identity": ""},
        "new_school": NEW,
        "grade": "11",
        "present_school": OLD,
        "ground": "residence",
        **changes,
    }
