"""Two drafts for the same thing filed at the same moment: one is filed, the other's filer is told
of it first.
"""

from __future__ import annotations

import pytest

from tests.people import World, draft_of, person
from tests.races.conftest import many
from tests.races.line import race
from workflows import actions
from workflows.errors import WrongState
from workflows.models import Dossier, Draft

HANDS = 3


def file(job: tuple[str, str]) -> str:
    """Press the button of a page that knew of no other dossier."""
    draft = Draft.objects.select_related("owner").get(pk=job[0])
    try:
        return actions.submit(draft, draft.owner, key=job[1], told="").code
    except WrongState:
        return ""


@pytest.mark.parametrize("same_account", [True, False])
def test_of_many_pressed_at_once_one_is_filed_and_the_others_are_told(
    world: World, same_account: bool
) -> None:
    rounds = many(12, 4)
    owners = [world.huong] * HANDS
    if not same_account:
        for hand in range(HANDS):
            owners[hand] = person(f"mot{hand}", "Nguyễn Thị Hường")
            owners[hand].identity_number = "066198001234"
            owners[hand].save()
    jobs: list[list[tuple[str, str]]] = [[] for _hand in range(HANDS)]
    for turn in range(rounds):
        for hand, owner in enumerate(owners):
            draft = draft_of(world, owner, graduation_year=2012 + turn)
            jobs[hand].append((str(draft.pk), f"race:{draft.pk}"))
    results = race(file, *jobs)
    for turn in range(rounds):
        assert sum(bool(result[turn]) for result in results) == 1
    assert Dossier.objects.count() == rounds
