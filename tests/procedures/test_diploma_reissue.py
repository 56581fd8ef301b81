"""2.002850: the agency wrote the diploma wrong; a new blank and entry, the old one marked, copies
of it say so.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from documents.storage import read_pdf
from documents.verification import check
from registers import lookup
from registers.lookup import DiplomaQuery, find
from registers.models import Diploma
from tests.people import World, enter_diploma
from tests.procedures.diplomas import a_copy, confirmed, diploma_world, document_of, version, wrong
from tests.procedures.walking import decide, filed, now, paper
from tests.reading import pdf_text
from workflows import actions
from workflows.errors import Incomplete
from workflows.lifecycle import Status
from workflows.models import Dossier

MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)  # 8:30 in Buôn Ma Thuột
GRADE = {"content": "grade", "old": "Khá", "new_text": "Giỏi"}
NEW = {"serial": "A 09999999", "book_number": "1234/CL"}


@pytest.fixture
def world() -> World:
    return diploma_world()


def asked(world: World, *changes: dict[str, Any]) -> Dossier:
    """Filed and received."""
    answers = wrong(world.huong, *changes)
    mine = {
        name: value
        for name, value in answers.items()
        if name not in ("ground", "from_database", "delivery")
    }
    dossier = filed(
        version("diploma-reissue"), world.huong, {**mine, "proof": [paper(world.huong)]}
    )
    return decide(dossier, "receive", world.lan, "accept")


def proposed(world: World, dossier: Dossier, *changes: dict[str, Any], **numbers: Any) -> Dossier:
    values = {"match": str(world.diploma.pk), "changes": confirmed(*changes), **NEW, **numbers}
    return decide(dossier, "check", world.binh, "propose", **values)


def reissued(world: World, *changes: dict[str, Any]) -> Dossier:
    dossier = proposed(world, asked(world, *changes), *changes)
    decide(dossier, "sign", world.dung, "approve")
    return decide(dossier, "seal", world.anh, "seal")


def test_a_new_entry_on_a_new_blank_and_the_old_one_marked(world: World) -> None:
    copy = document_of(a_copy(world), "copy")
    with time_machine.travel(MONDAY, tick=False):
        dossier = asked(world, GRADE)
        assert dossier.due_at is not None and timezone.localdate(dossier.due_at) == dt.date(
            2026, 11, 19
        )
    proposed(world, dossier, GRADE)
    decide(dossier, "sign", world.dung, "approve")
    dossier = decide(dossier, "seal", world.anh, "seal")
    assert dossier.legal_status == Status.DONE
    with pytest.raises(Incomplete, match="Văn bằng cũ"):
        decide(dossier, "return_result", world.lan, "returned")
    with pytest.raises(Incomplete, match="Lý do không thu được"):
        decide(dossier, "return_result", world.lan, "returned", old_diploma="missing")
    dossier = decide(dossier, "return_result", world.lan, "returned", old_diploma="taken")
    assert dossier.legal_status == Status.RETURNED
    decision = document_of(dossier, "decision")
    text = pdf_text(read_pdf(decision))
    for words in (
        "Về việc cấp lại văn bằng",
        "Xếp loại: từ “Khá” thành “Giỏi”",
        "A 09999999",
        "1234/CL",
    ):
        assert words in text, words
    old, new = lookup.whole(world.diploma.pk), Diploma.objects.get(serial="A 09999999")
    assert (old.state, old.grade, new.state, new.grade) == ("REISSUED", "Khá", "VALID", "Giỏi")
    assert (new.book_number, new.signer, new.holder_name) == (
        "1234/CL",
        "Trần Văn Dũng",
        old.holder_name,
    )
    assert "Đã cấp lại số hiệu A 09999999" in lookup.facts(old)["annotations_text"]
    assert (
        "Cấp lại thay văn bằng số hiệu A 01234567"
        in lookup.facts(lookup.whole(new.pk))["annotations_text"]
    )
    assert [(fact.kind, fact.decision) for fact in check(copy.code).later] == [
        ("REISSUED", decision.symbol)
    ]
    assert "văn bằng gốc đã được cấp lại" in Client().get(f"/k/{copy.code}").content.decode()
    assert (
        len(find(DiplomaQuery(holder_name="Nguyễn Thị Hường", birth_date=dt.date(1998, 2, 5)))) == 2
    )


def test_copies_are_made_of_the_new_entry_alone(world: World) -> None:
    reissued(world, GRADE)
    with pytest.raises(Incomplete, match="đã cấp lại"):
        a_copy(world)
    world.diploma = Diploma.objects.get(serial="A 09999999")
    copy = document_of(a_copy(world), "copy")
    text = pdf_text(read_pdf(copy))
    assert "Giỏi" in text and "A 09999999" in text and check(copy.code).later == ()


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"serial": "a.01234999"}, "đã dùng cho văn bằng khác"),
        ({"book_number": "1300"}, "đã có trong sổ này"),
        ({"serial": " - "}, "số hiệu của phôi mới"),
        ({"serial": None}, "số hiệu phôi mới"),
    ],
)
def test_the_new_numbers_must_be_free(world: World, numbers: dict[str, Any], sentence: str) -> None:
    enter_diploma(
        world.department, book_number="1300", serial="A 01234999", holder_name="Người Khác"
    )
    with pytest.raises(Incomplete, match=sentence):
        proposed(world, asked(world, GRADE), GRADE, **numbers)


def test_a_refusal_is_sent_in_writing_and_the_register_stands(world: World) -> None:
    dossier = asked(world, GRADE)
    reason = "Trong sổ gốc không có thông tin của người được cấp văn bằng."
    decide(dossier, "check", world.binh, "propose_refusal", reason=reason)
    decide(dossier, "sign_refusal", world.dung, "refuse")
    dossier = decide(dossier, "seal_refusal", world.anh, "seal")
    assert (dossier.legal_status, lookup.whole(world.diploma.pk).state) == (
        Status.RETURNED,
        "VALID",
    )
    assert reason in pdf_text(read_pdf(document_of(dossier, "refusal_letter")))


def test_a_revoked_reissue_takes_the_new_entry_back(world: World) -> None:
    dossier = reissued(world, GRADE)
    actions.revoke(document_of(dossier, "decision"), world.dung, "issued_wrongly")
    states = dict(Diploma.objects.values_list("serial", "state"))
    assert states == {"A 01234567": "REISSUED", "A 09999999": "REVOKED"}
    assert now(dossier).legal_status == Status.DONE
