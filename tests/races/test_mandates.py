"""A mandate ends at the moment somebody files under it: it is filed and passed on, or not filed;
never is it left with who may no longer act.
"""

from __future__ import annotations

import pytest

from tests.people import World, person
from tests.races.conftest import many
from tests.races.line import race
from tests.workflows.test_mandates import draft_for, mandate
from workflows import actions
from workflows.errors import WrongState
from workflows.models import Dossier, Draft, Represented

pytestmark = pytest.mark.slow


def hurry(job: tuple[str, str]) -> str:
    """File the draft, or end the mandate under which it is filed."""
    what, pk = job
    if what == "end":
        found = Represented.objects.select_related("person").get(pk=pk)
        actions.end_mandate(found, found.person)
        return ""
    draft = Draft.objects.select_related("owner").get(pk=pk)
    try:
        return actions.submit(draft, draft.owner, key=f"race:{pk}", told="").code
    except WrongState:
        return ""


def test_filed_and_passed_on_or_not_filed(world: World) -> None:
    rounds = many(12, 4)
    mai = person("mai", "Phạm Thị Mai")
    drafts: list[tuple[str, str]] = []
    given: list[tuple[str, str]] = []
    for turn in range(rounds):
        one = mandate(world, mai)
        draft = draft_for(world, one)
        draft.answers = {**draft.answers, "graduation_year": 1990 + turn}
        draft.save()
        drafts.append(("file", str(draft.pk)))
        given.append(("end", str(one.pk)))
    filed, _ended = race(hurry, drafts, given)
    for code in filter(None, filed):
        assert Dossier.objects.get(code=code).applicant == mai
    assert not Dossier.objects.filter(applicant=world.huong).exists()
    assert not Represented.objects.exclude(state="ENDED").exists()
