"""Following a dossier without an account: two facts, one answer for every mistake."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people import World, draft_of
from tests.portal.filling import words
from workflows import actions, desk
from workflows.models import Dossier


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


def ask(client: Client, code: str, fact: str):
    return client.post("/tra-cuu/", {"code": code, "fact": fact})


@pytest.mark.parametrize(
    "fact",
    ["0905123456", "0905 123 456", "+84 905 123 456", "05/02/1998", "5.2.1998", "1998-02-05", "905123456",
     "ĐT: 0905123456", "\u202d84905123456\u202c", "O905123456"],
)  # fmt: skip
def test_code_and_second_fact_show_where_it_stands(stranger: Client, dossier: Dossier, fact: str) -> None:
    page = words(ask(stranger, dossier.code.lower(), fact))
    assert "Mới đăng ký" in page
    assert "Trung tâm Phục vụ hành chính công" in page


@pytest.mark.parametrize("between", [" – ", " ", "/", "_"])
def test_a_code_is_found_however_it_was_typed(stranger: Client, dossier: Dossier, between: str) -> None:
    typed = f"Mã hồ sơ: {dossier.code.lower().replace('-', between)}."
    assert "Mới đăng ký" in words(ask(stranger, typed, "0905123456"))


def test_no_persons_name_and_no_answers_are_shown(stranger: Client, dossier: Dossier) -> None:
    page = words(ask(stranger, dossier.code, "0905123456"))
    for kept_back in ("Hường", "066198001234", "Lê Duẩn", "huong@example.vn", "0905123456"):
        assert kept_back not in page


def test_unknown_code_and_wrong_fact_look_the_same(stranger: Client, dossier: Dossier) -> None:
    unknown = ask(stranger, "H15.50-261123-9999", "0905123456")
    wrong = ask(stranger, dossier.code, "0905999999")
    assert unknown.status_code == wrong.status_code == 422
    assert words(unknown).replace("H15.50-261123-9999", "CODE") == words(wrong).replace(dossier.code, "CODE")


@pytest.mark.parametrize("fact", ["", " ", "0", "84", "-", "00/00/0000", "𝟎𝟗𝟎𝟓"])
def test_an_empty_fact_never_fits(stranger: Client, dossier: Dossier, fact: str) -> None:
    Dossier.objects.update(applicant_phone="", phone_index="", holder_birth_date=None)
    assert ask(stranger, dossier.code, fact).status_code == 422


def test_five_wrong_facts_close_a_code_for_everybody(dossier: Dossier) -> None:
    for number in range(5):
        ask(Client(REMOTE_ADDR=f"198.51.100.{number}"), dossier.code, f"090599999{number}")
    assert ask(Client(REMOTE_ADDR="198.51.100.99"), dossier.code, "0905123456").status_code == 429


def test_one_address_may_ask_twenty_times_a_minute(stranger: Client, dossier: Dossier) -> None:
    answers = [ask(stranger, dossier.code, "0905123456").status_code for _ in range(21)]
    assert answers[:20] == [200] * 20
    assert answers[20] == 429


def test_the_page_is_not_indexed_cached_or_named_elsewhere(stranger: Client, dossier: Dossier) -> None:
    answer = ask(stranger, dossier.code, "0905123456")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("kept", "fact"),
    [
        ("+12025550123", "+1 202 555 0123"),
        ("+12025550123", "001 202-555-0123"),
        ("+12025550123", "+1 (202) 555-0123"),
        ("+442079460123", "+44 (0)20 7946 0123"),
        ("+4930901820", "+49 (0) 30 901820"),
        ("+442079460123", "+44 20 7946 0123"),
    ],
)
def test_a_phone_abroad_is_the_second_fact_however_it_is_typed(
    stranger: Client, world: World, kept: str, fact: str
) -> None:
    dossier = actions.submit(draft_of(world, phone=kept), world.huong)
    assert "Mới đăng ký" in words(ask(stranger, dossier.code, fact))
    assert list(desk.search(world.lan, fact)) == [dossier]
    assert ask(stranger, dossier.code, f"{fact}4").status_code == 422
