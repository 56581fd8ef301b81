"""A role that ends takes with it what it gave: pages, a counter's unfinished applications, papers
taken in (D5).
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from forms.files.uploads import store
from organisations.models import RoleAssignment, User
from tests.forms.test_uploads import png
from tests.people import World, answers, draft_of
from tests.portal.conftest import visiting
from workflows import actions
from workflows.errors import NoRight
from workflows.journal import outbox
from workflows.models import DossierFile, Draft, Effect, WorkItem


def end_of_role(officer: User) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    RoleAssignment.objects.filter(user=officer).update(valid_to=yesterday)


def counter_draft(world: World) -> tuple[Draft, str]:
    """An application with a citizen's paper, half filled in at the counter."""
    paper = store(SimpleUploadedFile("a.png", png()), world.lan, ["image"], 10**7)
    given = answers(old_copy=[str(paper.pk)])
    draft = Draft.objects.create(
        owner=world.lan, version=world.version, counter=world.centre, answers=given
    )
    return draft, reverse("portal:file", args=[paper.pk])


def test_an_application_at_the_counter_closes_with_the_role(world: World) -> None:
    draft, paper = counter_draft(world)
    pages = [
        reverse("portal:draft", args=[draft.pk, "who"]),
        reverse("portal:draft_check", args=[draft.pk]),
        paper,
    ]
    lan = visiting(world.lan)
    assert [lan.get(page).status_code for page in pages] == [200, 200, 200]
    end_of_role(world.lan)
    assert [lan.get(page).status_code for page in pages] == [404, 404, 404]
    assert [
        lan.post(page).status_code
        for page in (*pages[:2], reverse("portal:drop_draft", args=[draft.pk]))
    ] == [
        404,
        404,
        404,
    ]


def test_ones_own_application_outlives_the_role(world: World) -> None:
    own = draft_of(world, owner=world.lan)
    end_of_role(world.lan)
    assert visiting(world.lan).get(reverse("portal:draft_check", args=[own.pk])).status_code == 200


def test_a_paper_an_officer_added_stays_with_the_dossier_and_not_with_them(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    paper = store(SimpleUploadedFile("a.png", png()), world.lan, ["image"], 10**7)
    DossierFile.objects.create(dossier=dossier, file=paper, field="officer", step="reception")
    lan, address = visiting(world.lan), reverse("portal:file", args=[paper.pk])
    assert lan.get(address).status_code == 200
    end_of_role(world.lan)
    assert lan.get(address).status_code == 404


@pytest.mark.parametrize("how", ["ended", "deleted", "closed"])
def test_an_act_is_refused_at_once_even_with_an_object_read_before(world: World, how: str) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    item = WorkItem.objects.get(process=dossier, finished__isnull=True)
    actions.claim(item, world.lan)
    if how == "ended":
        end_of_role(world.lan)
    elif how == "deleted":
        world.lan.assignments.all().delete()
    else:
        User.objects.filter(pk=world.lan.pk).update(is_active=False)
    count = dossier.entries.count()
    with pytest.raises(NoRight):
        actions.decide(item, world.lan, "accept")
    assert dossier.entries.count() == count


def test_work_owed_for_a_closed_account_writes_for_the_applicant_alone(world: World) -> None:
    """What is owed after an act names rows, and reads no more rights from the officer who acted."""
    dossier = actions.submit(draft_of(world), world.huong)
    actions.decide(
        WorkItem.objects.get(process=dossier, finished__isnull=True), world.lan, "accept"
    )
    User.objects.filter(pk=world.lan.pk).update(is_active=False)
    Effect.objects.update(state=Effect.State.PENDING)
    outbox.sweep()
    assert set(dossier.messages.values_list("recipient", flat=True)) == {world.huong.pk}
