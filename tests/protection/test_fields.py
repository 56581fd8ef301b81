"""Sealed columns: encrypted when written, opened when asked, gone with the row's key."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from organisations.models import User
from protection import envelope
from protection.fields import Erased, Sealed, sealed_model
from tests.people import World, answers, draft_of, make_world
from workflows import actions
from workflows.applicant import filing
from workflows.models import Dossier
from workflows.published import definition_of
from workflows.reports import queues

NUMBER = "066198001234"


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


@pytest.fixture
def dossier(world: World) -> Dossier:
    actions.submit(draft_of(world), world.huong)
    return Dossier.objects.get()


def stored(dossier: Dossier, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM workflows_dossier WHERE id = %s", [dossier.pk])
        return bytes(cursor.fetchone()[0])


def test_the_column_holds_an_envelope_and_the_row_reads_as_before(dossier: Dossier) -> None:
    assert dossier.answers["applicant"]["identity"] == NUMBER
    assert (dossier.applicant_phone, dossier.applicant_email) == ("0905123456", "huong@example.vn")
    for column in ("answers", "applicant_phone", "applicant_email", "sealed_key"):
        for clear in (NUMBER, "0905123456", "huong@example.vn", "Lê Duẩn"):
            assert clear.encode() not in stored(dossier, column)


def test_a_list_of_dossiers_decrypts_nothing(
    world: World, dossier: Dossier, monkeypatch: Any
) -> None:
    opened: list[str] = []
    real = envelope.unseal
    monkeypatch.setattr(envelope, "unseal", lambda *given: opened.append(given[2]) or real(*given))
    assert [
        item.process.holder_name for item in queues.waiting(world.lan, world.centre, "receptionist")
    ]
    assert [one.code for one in queues.search(world.lan, "huong")] == [dossier.code]
    assert opened == []
    assert Dossier.objects.get().answers["phone"] == "0905123456"
    assert "workflows_dossier.answers" in opened


def test_a_value_that_did_not_change_keeps_its_bytes_and_one_changed_inside_is_written(
    dossier: Dossier,
) -> None:
    before = stored(dossier, "answers")
    assert dossier.answers
    dossier.save(update_fields=["answers"])
    assert stored(dossier, "answers") == before
    dossier.answers["copies"] = 7
    dossier.save(update_fields=["answers"])
    assert stored(dossier, "answers") != before
    assert Dossier.objects.get().answers == {**dossier.answers, "copies": 7}


def test_deferred_columns_are_read_and_opened(dossier: Dossier) -> None:
    assert Dossier.objects.defer("answers").get().answers == dossier.answers
    assert Dossier.objects.only("code").get().applicant_phone == "0905123456"


def test_without_its_key_a_row_reads_empty_and_takes_nothing_more(dossier: Dossier) -> None:
    Dossier.objects.update(sealed_key=None)
    shredded = Dossier.objects.get()
    assert not sealed_model(shredded)
    assert (shredded.answers, shredded.applicant_phone, shredded.holder_name) == (
        {},
        "",
        "Nguyễn Thị Hường",
    )
    shredded.applicant_phone = "0905000000"
    with pytest.raises(Erased):
        shredded.save()


def test_an_encrypted_column_is_neither_looked_up_nor_set_in_clear(dossier: Dossier) -> None:
    with pytest.raises(TypeError, match="blind index"):
        Dossier.objects.filter(applicant_phone="0905123456").exists()
    with pytest.raises(TypeError, match="blind index"), transaction.atomic():
        Dossier.objects.update(answers=answers())
    Dossier.objects.update(applicant_phone="")
    assert Dossier.objects.get().applicant_phone == ""


def test_a_column_moved_to_another_row_does_not_open(world: World, dossier: Dossier) -> None:
    other = actions.submit(draft_of(world, phone="0905777777"), world.huong)
    Dossier.objects.filter(pk=dossier.pk).update(answers=Sealed(stored(other, "answers")))
    with pytest.raises(envelope.CannotOpen):
        _ = Dossier.objects.get(pk=dossier.pk).answers


@pytest.mark.parametrize("typed", [NUMBER, "066 198 001 234", "0905123456", "+84 905 123 456"])
def test_the_office_finds_by_a_whole_number_through_an_index(
    world: World, dossier: Dossier, typed: str
) -> None:
    assert list(queues.search(world.lan, typed)) == [dossier]
    assert (
        list(queues.search(world.lan, "066198001235"))
        == list(queues.search(world.lan, "0905123457"))
        == []
    )
    if connection.vendor == "sqlite":  # PostgreSQL reads a table of one row through
        assert "INDEX dossier_by_" in Dossier.objects.filter(queues.by_number(typed)).explain()


def test_the_holder_is_found_too_and_strangers_find_nothing(world: World) -> None:
    holder = {
        "name": "Trần Văn Bảo",
        "birth_date": "1999-03-04",
        "sex": "M",
        "identity": "066199005678",
    }
    filed = actions.submit(draft_of(world), world.huong)
    filing.fill(filed, definition_of(filed.version), answers(relation="family", holder=holder))
    filed.save()
    assert (
        list(queues.search(world.lan, "066199005678"))
        == list(queues.search(world.lan, NUMBER))
        == [filed]
    )
    assert list(queues.search(world.huong, "066199005678")) == []


def test_an_account_keeps_its_numbers_sealed(world: World) -> None:
    world.huong.identity_number = NUMBER
    world.huong.save()
    with CaptureQueriesContext(connection) as queries:
        read = User.objects.get(pk=world.huong.pk)
        assert (read.identity_number, read.phone) == (NUMBER, "0905123456")
    assert len(queries) == 1
    assert read.identity_index and read.phone_index
