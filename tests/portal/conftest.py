"""The seeded site, and browsers without JavaScript for its people."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from organisations.models import User
from tests.people import World, make_world
from workflows import actions
from workflows.models import Dossier, WorkItem


@pytest.fixture
def world(db: Any) -> World:
    """One procedure, five people, one diploma."""
    return make_world()


@pytest.fixture
def stranger() -> Client:
    """A visitor who never signs in."""
    return Client()


def visiting(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def decide(
    dossier: Dossier, officer: User, outcome: str, reason: str = "", **values: str
) -> Dossier:
    """The officer takes the open task of the dossier and chooses an outcome."""
    item = WorkItem.objects.select_related("process").get(process=dossier, finished__isnull=True)
    actions.decide(item, officer, outcome, values=values, reason=reason)
    return Dossier.objects.get(pk=dossier.pk)
