"""The seeded site for the engine's tests."""

from __future__ import annotations

import pytest

from tests.people import World, make_world
from workflows import actions
from workflows.models import Dossier, WorkItem


@pytest.fixture
def world(db: None) -> World:
    """One procedure, five people, one diploma."""
    return make_world()


def item_of(dossier: Dossier) -> WorkItem:
    """The one open task of a dossier."""
    return WorkItem.objects.select_related("process", "authority").get(
        process=dossier, finished__isnull=True
    )


def accepted(world: World, dossier: Dossier) -> Dossier:
    """The receptionist accepts it: the clock starts."""
    actions.decide(item_of(dossier), world.lan, "accept")
    return reread(dossier)


def ready_to_sign(world: World, dossier: Dossier) -> Dossier:
    """Accepted and matched in the register by the expert."""
    accepted(world, dossier)
    actions.decide(item_of(dossier), world.binh, "found", {"match": str(world.diploma.pk)})
    return reread(dossier)


def reread(dossier: Dossier) -> Dossier:
    """The dossier as the database has it now."""
    return Dossier.objects.get(pk=dossier.pk)
