"""A round on a seeded site: its schools, its officers, and applications that wait for a seat.

The applications here are dossiers of another procedure that stand where an admission's would: what
is tried is the round's own work. tests/admissions/test_whole_round.py goes the whole way.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from admissions import acts, steps
from admissions.models import Application, Round
from organisations.models import Authority, RoleAssignment, User
from organisations.roles import ADMISSIONS
from tests.admissions.plans import text
from tests.people import World, draft_of, officer
from workflows import actions
from workflows.journal import outbox
from workflows.models import Dossier, WorkItem

SCHOOLS = {"thpt-buon-ma-thuot": "THPT Buôn Ma Thuột", "thpt-chu-van-an": "THPT Chu Văn An"}


@dataclass
class Site:
    """A world with a round; `thu` prepares it, `dung` heads the department."""

    world: World
    round: Round
    thu: User
    dung: User

    def fresh(self) -> Round:
        """The round as it is now."""
        self.round = Round.objects.get(pk=self.round.pk)
        return self.round


def make_site(world: World, *changes: tuple[str, str]) -> Site:
    """A prepared round whose plan is in force."""
    for slug, name in SCHOOLS.items():
        told = {"kind": "SCHOOL", "name": f"Trường {name}", "place": "Đắk Lắk"}
        made = {**told, "symbol": "TRUONG", "code": f"H15.{slug[-4:]}", "parent": world.department}
        Authority.objects.get_or_create(slug=slug, defaults=made)
    thu = officer("thu", "Võ Thị Thu", ADMISSIONS, world.department, "Thư ký hội đồng")
    round_ = acts.make_round(text(*changes), thu)
    acts.publish_plan(round_.plans.get(), world.dung)
    return Site(world, Round.objects.get(pk=round_.pk), thu, world.dung)


def applied(site: Site, wishes: list[str], **answers: Any) -> Application:
    """An application that waits for a seat; `answers` are the form's."""
    dossier = actions.submit(draft_of(site.world), site.world.huong, told=None)
    dossier.answers = {**dossier.answers, **answers, "wishes": wishes}
    dossier.save()
    WorkItem.objects.filter(process=dossier).update(step=steps.RESULT)
    number = site.round.applications.count() + 1
    schools = {"bmt": "thpt-buon-ma-thuot", "cvan": "thpt-chu-van-an"}
    made = Application.objects.create(
        round=site.round,
        dossier=Dossier.objects.get(pk=dossier.pk),
        candidate=f"{number:06d}",
        pupil_code=answers.get("pupil_code", ""),
        pseudonym=f"P{number}",
        wishes=wishes,
        first_school=Authority.objects.get(slug=schools[wishes[0]]),
    )
    made.schools.set(Authority.objects.filter(slug__in=[schools[one] for one in wishes]))
    return made


def in_state(site: Site, state: str) -> Round:
    """The round as if it had come there."""
    Round.objects.filter(pk=site.round.pk).update(state=state)
    return site.fresh()


def sheet(folder: Path, *lines: str, name: str = "diem.csv") -> Path:
    """A sheet of marks in CSV; the header is ours."""
    path = folder / name
    head = "Số báo danh,Mã học sinh,Toán,Ngữ văn,Tiếng Anh"
    path.write_text("\n".join((head, *lines)), encoding="utf-8")
    return path


def settle() -> None:
    """Everything that is owed."""
    while outbox.sweep():
        pass


def school_officer(site: Site, name: str, school: str, role: str = "expert") -> User:
    """Somebody who works at a school of the round."""
    found = Authority.objects.get(slug=school)
    made = officer(name, f"Người của {school}", role, found, "Giáo vụ")
    assert RoleAssignment.objects.filter(user=made).exists()
    return made
