"""Two windows save the same answer at the same instant (B5): one is kept, the other is told, none
is lost silently.
"""

from __future__ import annotations

from uuid import UUID

from portal.shared.merge_answers import keep, shown_on
from tests.people import World, draft_of
from tests.races.conftest import many
from tests.races.line import race, report, timed
from workflows import actions
from workflows.errors import KeyReused
from workflows.models import Dossier, Draft, Entry
from workflows.published import definition_of

Edit = tuple[UUID, str, str]  # draft, what its page showed, what is typed


def save(edit: Edit) -> str:
    draft = Draft.objects.select_related("version__procedure").get(pk=edit[0])
    section = definition_of(draft.version).form.section("diploma")
    return keep(draft, section, {"school": edit[2]}, edit[1]).refusal


def test_two_windows_save_one_answer_and_no_version_is_lost_silently(world: World) -> None:
    count = many(500, 100)
    drafts = [draft_of(world) for _ in range(count)]
    section = definition_of(world.version).form.section("diploma")
    shown = shown_on(section, drafts[0].answers)
    sides = [[(draft.pk, shown, f"THPT {name}") for draft in drafts] for name in ("Một", "Hai")]
    (first, second), seconds = timed(lambda: race(save, *sides))
    report("B5", count, seconds)
    for draft, told_first, told_second in zip(drafts, first, second, strict=True):
        assert bool(told_first) != bool(told_second), "exactly one is told"
        told = told_first or told_second
        assert "“THPT Một”" in told and "“THPT Hai”" in told, "and sees both versions"
        winner = "THPT Hai" if told_first else "THPT Một"
        assert Draft.objects.get(pk=draft.pk).answers["school"] == winner


def withdraw(job: tuple[int, int, str]) -> str:
    """Two dossiers, one key: what came of it."""
    dossier = Dossier.objects.select_related("applicant").get(pk=job[0])
    assert dossier.applicant is not None
    try:
        actions.withdraw(dossier, dossier.applicant, key=job[2])
    except KeyReused:
        return "refused"
    return "done"


def test_one_key_for_two_dossiers_at_once_is_done_for_one_and_refused_for_the_other(
    world: World,
) -> None:
    count = many(100, 30)
    sides = [
        [
            (actions.submit(draft_of(world), world.huong).pk, side, f"key-{number}")
            for number in range(count)
        ]
        for side in range(2)
    ]
    for pair in zip(*race(withdraw, *sides), strict=True):
        assert sorted(pair) == ["done", "refused"]
    assert Entry.objects.filter(act="withdraw").count() == count
