"""A round of admissions to grade 10, the people who work on it, and a mother who applies for her
son. Rounds are kept here by a table (`tests.forms.rounds`), so that the procedure is tried alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from organisations.models import User
from tests.forms.rounds import ROUND, Rounds, offered
from tests.people import a_ward, person, publish
from tests.procedures.walking import officer
from workflows.definition import Definition
from workflows.errors import WrongState
from workflows.models import Dossier, ProcedureVersion
from workflows.process import windows

FIRST, OTHER = "thpt-buon-ma-thuot", "thpt-ngo-gia-tu"
BORN = f"{timezone.localdate().year - 15}-03-02"


@dataclass
class Doors:
    """A window that says what was asked of it, and is open for what `takes` names."""

    takes: set[str] = field(default_factory=lambda: {"submit", "amend"})
    heard: list[tuple[str, str]] = field(default_factory=list)

    def demand_open(self, definition: Definition, answers: Mapping[str, Any], act: str) -> None:
        if act not in self.takes:
            raise WrongState("Đợt tuyển sinh đã hết hạn đăng ký.")

    def filed(self, dossier: Dossier) -> None:
        self.heard.append(("filed", dossier.code))

    def amended(self, dossier: Dossier) -> None:
        self.heard.append(("amended", dossier.code))


@dataclass
class Admissions:
    """The people of a round, its programmes and its window."""

    version: ProcedureVersion
    rounds: Rounds
    doors: Doors
    mother: User
    director: User
    teacher: User
    second: User
    other_teacher: User


@contextmanager
def admissions() -> Iterator[Admissions]:
    """The procedure published, the people hired, the round open."""
    rounds, doors, before = Rounds(), Doors(), list(windows._windows)
    rounds.schools = (FIRST, FIRST, OTHER)
    windows.register(doors)
    try:
        with offered(rounds):
            yield Admissions(
                version=publish("grade-10-admission"),
                rounds=rounds,
                doors=doors,
                mother=person("lan", "H'Lan Niê"),
                director=officer("son", "Lê Văn Sơn", "sgddt-daklak", "head", position="GIÁM ĐỐC"),
                teacher=officer("giao", "Trần Thị Giáo", FIRST, "expert"),
                second=officer("hai", "Phạm Văn Hai", FIRST, "expert"),
                other_teacher=officer("khac", "Ngô Thị Khác", OTHER, "expert"),
            )
    finally:
        windows._windows[:] = before


def answers(**changes: Any) -> dict[str, Any]:
    """What the mother says of her son: two wishes, no claims."""
    return {
        "student": {
            "name": "Y Khoa Niê",
            "birth_date": BORN,
            "sex": "M",
            "identity": "066210004512",
        },
        "present_school": "Trường THCS Lương Thế Vinh",
        "present_class": "9A2",
        "pupil_code": "6612345678",
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
        "priority": "none",
        "prize": "none",
        "direct": "none",
        "round": ROUND,
        "wishes": ["bmt", "eahleo"],
        **changes,
    }
