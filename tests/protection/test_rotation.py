"""A new master key: every row moves to it, nothing is lost, and erased rows stay erased."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from protection import envelope, rotation
from protection.fields import sealed_model
from tests.people import draft_of, make_world
from workflows import actions
from workflows.models import Dossier

OLD, NEW = "old key, thirty-two characters long", "new key, thirty-two characters long"


def test_all_rows_move_to_the_new_key(db: Any, settings: Any) -> None:
    settings.FIELD_KEYS = [OLD]
    world = make_world()
    kept, erased = (actions.submit(draft_of(world), world.huong) for _ in range(2))
    Dossier.objects.filter(pk=erased.pk).update(sealed_key=None)
    settings.FIELD_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match="older key"):
        call_command("rotate_field_keys", check=True, stdout=io.StringIO())
    call_command("rotate_field_keys", stdout=io.StringIO())
    settings.FIELD_KEYS = [NEW]
    call_command("rotate_field_keys", check=True, stdout=io.StringIO())
    assert Dossier.objects.get(pk=kept.pk).answers["applicant"]["identity"] == "066198001234"
    assert not sealed_model(Dossier.objects.get(pk=erased.pk))
    names = {model.__name__ for model in rotation.keyed_models()}
    assert {"Dossier", "Draft", "Document", "Message", "User"} <= names


def test_without_the_old_key_nothing_is_changed(db: Any, settings: Any) -> None:
    settings.FIELD_KEYS = [OLD]
    make_world()
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(envelope.CannotOpen):
        call_command("rotate_field_keys", stdout=io.StringIO())
    settings.FIELD_KEYS = [OLD]
    call_command("rotate_field_keys", check=True, stdout=io.StringIO())


def test_a_row_erased_during_the_rotation_stays_erased(
    db: Any, settings: Any, monkeypatch: Any
) -> None:
    settings.FIELD_KEYS = [OLD]
    world = make_world()
    dossier = actions.submit(draft_of(world), world.huong)
    settings.FIELD_KEYS = [NEW, OLD]
    real = envelope.wrap

    def erased_meanwhile(*given: Any) -> bytes:
        Dossier.objects.update(sealed_key=None)
        return real(*given)

    monkeypatch.setattr(envelope, "wrap", erased_meanwhile)
    assert sum(rotation.rewrap(Dossier)) == 1
    assert not sealed_model(Dossier.objects.get(pk=dossier.pk))
