"""3.000182: the commune whose round it is decides, the school of the first wish checks."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.forms.rounds import ROUND, Rounds, offered
from tests.people import person, publish
from tests.procedures.admissions import Doors, answers
from tests.procedures.walking import decide, filed, item, now, officer, open_items
from workflows import actions
from workflows.lifecycle import Status
from workflows.process import windows
from workflows.published import definition_of

BORN = f"{timezone.localdate().year - 11}-03-02"
COMMUNE, SCHOOL = "ubnd-ea-kar", "thcs-ea-kar"


class CommuneRounds(Rounds):
    """The rounds of a commune, whose programmes are those of one school."""

    def __init__(self) -> None:
        super().__init__("grade-6-admission")
        self.schools = (SCHOOL, SCHOOL, SCHOOL)

    def authority_of(self, round_slug: str) -> str:
        return COMMUNE if round_slug == ROUND else ""


def test_a_commune_takes_a_pupil(db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "_windows", [Doors()])
    with offered(CommuneRounds()):
        version, mother = publish("grade-6-admission"), person("lan", "H'Lan Niê")
        chair = officer("chu", "Lê Văn Chủ", COMMUNE, "head", position="CHỦ TỊCH")
        teacher = officer("giao", "Trần Thị Giáo", SCHOOL, "expert")
        asked = {field.id for field in definition_of(version).form.fields()}
        given = {name: value for name, value in answers().items() if name in asked}
        given["student"] = {**given["student"], "birth_date": BORN}
        dossier = filed(version, mother, given)
        assert dossier.deciding.slug == COMMUNE
        actions.decide_together(item(dossier, "registered"), chair, "close")
        decide(now(dossier), "check", teacher, "sound", priority="none")
        seat = {"programme": "bmt", "programme_name": "THCS Ea Kar", "rank": 1}
        actions.decide_together(item(now(dossier), "result"), chair, "admit", seat)
        assert [one.step for one in open_items(dossier)] == ["notice"]
        assert now(dossier).legal_status == Status.PROCESSING
