"""A round by one of the plans that are shipped as examples, and the way from filing to publishing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import time_machine
from django.utils import timezone

from admissions import acts
from admissions.models import AllocationRun, Application, Round
from organisations.models import Authority, User
from organisations.roles import ADMISSIONS
from portal.demo.load import settle
from tests.people import a_ward, make_world, officer, person, publish
from tests.procedures.admissions import answers
from tests.procedures.walking import decide, filed, now, open_items, paper
from workflows.models import Dossier
from workflows.published import definition_of

EXAMPLES = Path(__file__).parents[2] / "admissions/plans/examples"


def example(procedure: str) -> str:
    """The plan that is shipped for this procedure."""
    return (EXAMPLES / f"{procedure}.yaml").read_text(encoding="utf-8")


@contextmanager
def later(hours: float) -> Iterator[None]:
    """So many hours from now on."""
    with time_machine.travel(timezone.now() + dt.timedelta(hours=hours), tick=True):
        yield


class AreaRound:
    """The site with a round in it: `quotas` in place of the plan's, windows around now."""

    def __init__(self, procedure: str, quotas: Mapping[str, int]) -> None:
        self.department = make_world().department
        self.version = publish(procedure)
        text = around_now(example(procedure))
        for programme, quota in quotas.items():
            text, found = re.subn(rf"(    {programme}: {{quota: )\d+", rf"\g<1>{quota}", text)
            assert found == 1
        slug = re.search(r"^authority: (\S+)$", text, re.MULTILINE)
        assert slug
        self.authority = Authority.objects.get(slug=slug[1])
        for number, school in enumerate(sorted(set(re.findall(r"school: ([a-z0-9-]+)}", text)))):
            told = {"kind": "SCHOOL", "name": f"Trường {school}", "place": "Đắk Lắk"}
            made = {**told, "symbol": f"T{number}", "code": f"H15.X{number}"}
            Authority.objects.get_or_create(
                slug=school, defaults={**made, "parent": self.authority}
            )
        self.secretary = officer("thuky", "Võ Thị Thu", ADMISSIONS, self.authority, "Thư ký")
        self.head = officer("lanhdao", "Lê Văn Chủ", "head", self.authority, "CHỦ TỊCH")
        made_round = acts.make_round(text, self.secretary)
        acts.publish_plan(made_round.plans.get(), self.head)
        self.slug = made_round.slug
        self.dossiers: list[Dossier] = []
        self.parents: list[User] = []

    @property
    def round(self) -> Round:
        return Round.objects.get(slug=self.slug)

    def opened(self) -> None:
        if "by: lot" in self.text:
            acts.commit_lots(self.round, self.secretary)
        acts.move(self.round, "open", self.head)

    @property
    def text(self) -> str:
        plan = self.round.plan
        return plan.source if plan else ""

    def teachers(self, school: str) -> tuple[User, User]:
        """Two officers of a school."""
        at = Authority.objects.get(slug=school)
        return (
            officer("giao", "Trần Thị Giáo", "expert", at, "Giáo vụ"),
            officer("hai", "Phạm Văn Hai", "expert", at, "Phó Hiệu trưởng"),
        )

    def applied(self, name: str, wishes: list[str], child: int = -1, **said: Any) -> Dossier:
        """A family's application; a priority group comes with its paper. `child`: the number of an
        earlier one whose child this is.
        """
        number = len(self.dossiers)
        parent = person(f"me{number}", f"Mẹ Số {number}")
        asked = {field.id for field in definition_of(self.version).form.fields()}
        ward = {**a_ward(), "ward": "24373"}
        told = {"round": self.slug, "wishes": wishes, "pupil_code": f"HS{number}", "address": ward}
        given = {one: value for one, value in answers(**told).items() if one in asked}
        born = {
            "birth_date": "2021-03-02",
            "identity": f"06622100451{number if child < 0 else child}",
        }
        given["student"] = {**given["student"], "name": name, **born}
        if said.get("priority", "none") != "none":
            given["priority_papers"] = [paper(parent)]
        if "report" in asked:
            given["report"] = [paper(parent)]
        given.update(said)
        dossier = filed(self.version, parent, given)
        self.dossiers.append(dossier)
        self.parents.append(parent)
        return dossier

    def checked(
        self, dossier: Dossier, by: tuple[User, User], *, twice: bool = False, **told: Any
    ) -> None:
        decide(now(dossier), "check", by[0], "sound", **told)
        if twice:
            decide(now(dossier), "second_check", by[1], "agree")

    def published(self) -> AllocationRun:
        """From checked to the families."""
        acts.move(self.round, "checked", self.secretary)
        if "by: lot" in self.text:
            acts.open_lots(self.round, "123456", self.head)
        acts.move(self.round, "scored", self.secretary)
        run = self.run()
        acts.bind(self.round, run, run.input_hash, self.secretary)
        acts.approve(self.round, run.root, self.head)
        acts.move(self.round, "publish", self.head)
        settle()
        acts.move(self.round, "confirming", self.secretary)
        return run

    def run(self, **how: Any) -> AllocationRun:
        made = acts.order_run(self.round, self.secretary, **how)
        settle()
        made.refresh_from_db()
        assert made.state == AllocationRun.State.DONE, made.why
        return made

    def steps(self) -> list[str]:
        """Where each dossier waits."""
        return [" ".join(one.step for one in open_items(now(each))) for each in self.dossiers]

    def seats(self, run: AllocationRun) -> list[str]:
        """The programme of each dossier, as it was filed."""
        rows = dict(run.placements.values_list("application__dossier", "programme"))
        return [rows.get(one.pk, "-") for one in self.dossiers]


def around_now(text: str) -> str:
    """The plan with its windows around now: applications for an hour, the draw after it, then
    confirming, then the supplementary round.
    """
    start = timezone.now().replace(microsecond=0)

    def hour(number: float) -> str:
        return (start + dt.timedelta(hours=number)).isoformat()

    windows = (
        f"windows:\n  apply: {{start: {hour(-1)}, end: {hour(1)}}}\n"
        f"  confirm: {{start: {hour(2)}, end: {hour(6)}}}\n"
        f"  supplementary: {{start: {hour(7)}, end: {hour(8)}}}\n  passed_on: [{hour(4)}]\n"
    )
    text = re.sub(r"windows:\n(  .*\n)+", windows, text)
    return re.sub(r"(\ndraw:\n.*\n  at: ).*", rf"\g<1>{hour(1.2)}", text)


def application(dossier: Dossier) -> Application:
    return Application.objects.get(dossier=dossier)
