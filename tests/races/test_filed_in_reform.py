"""Somebody files in the very instant in which a reform is run: no dossier stays with an authority
that has ended.
"""

from __future__ import annotations

from organisations.reform_models import Reform
from tests.people import World, draft_of
from tests.races.conftest import many
from tests.races.line import race
from tests.workflows.test_reforming import renamed
from workflows import actions, organisation_reforms
from workflows.journal import entries
from workflows.models import Dossier, Draft, WorkItem


def run_or_file(job: tuple[int, list[str]]) -> int:
    reform, drafts = job
    if not drafts:
        return organisation_reforms.run(Reform.objects.get(pk=reform))
    for pk in drafts:
        draft = Draft.objects.select_related("owner").get(pk=pk)
        actions.submit(draft, draft.owner)
    return len(drafts)


def test_who_files_during_a_reform_is_moved_or_goes_to_the_new_one(world: World) -> None:
    drafts = [[draft_of(world).pk for _ in range(many(30, 8))] for _hand in range(3)]
    reform, new = renamed(world)
    race(run_or_file, *[[(reform.pk, each)] for each in [[], *drafts]])
    organisation_reforms.sweep()  # beat does, every half minute
    assert not Dossier.objects.exclude(deciding=new).exists()
    assert not WorkItem.objects.filter(finished=None, authority=world.department).exists()
    assert entries.verify() is None
