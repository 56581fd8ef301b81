"""Following a dossier without an account: two facts, one answer for every mistake."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from documents import codes
from portal.http import limits
from portal.models import RateWindow
from tests.people import World, draft_of, person
from tests.portal.conftest import decide
from tests.portal.filling import words
from tests.portal.test_dossiers import issue
from workflows import actions
from workflows.applicant import mandates
from workflows.applicant.mandates import Facts
from workflows.models import Dossier, Represented
from workflows.reports import queues


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


def ask(client: Client, code: str, fact: str):
    return client.post("/tra-cuu/", {"code": code, "fact": fact})


@pytest.mark.parametrize(
    "fact",
    ["0905123456", "0905 123 456", "+84 905 123 456", "905123456",
     "ĐT: 0905123456", "\u202d84905123456\u202c", "O905123456"],
)  # fmt: skip
def test_code_and_second_fact_show_where_it_stands(
    stranger: Client, dossier: Dossier, fact: str
) -> None:
    page = words(ask(stranger, dossier.code.lower(), fact))
    assert "Mới đăng ký" in page
    assert "Trung tâm Phục vụ hành chính công" in page


@pytest.mark.parametrize("between", [" – ", " ", "/", "_"])
def test_a_code_is_found_however_it_was_typed(
    stranger: Client, dossier: Dossier, between: str
) -> None:
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
    typed = ("H15.50-261123-9999", "0905123456", dossier.code, "0905999999")
    assert re.sub("|".join(typed), "typed", words(unknown)) == re.sub(
        "|".join(typed), "typed", words(wrong)
    )


@pytest.mark.parametrize("fact", ["", " ", "0", "84", "-", "00/00/0000", "𝟎𝟗𝟎𝟓"])
def test_an_empty_fact_never_fits(stranger: Client, dossier: Dossier, fact: str) -> None:
    Dossier.objects.update(applicant_phone="", phone_index="", holder_birth_date=None)
    assert ask(stranger, dossier.code, fact).status_code == 422


@pytest.mark.parametrize(
    "fact", ["05/02/1998", "5.2.1998", "1998-02-05", "1998", "Nguyễn Thị Hường", "066198001234"]
)
def test_what_neighbours_know_is_no_second_fact(
    stranger: Client, dossier: Dossier, fact: str
) -> None:
    """Finding 20: a birth date, a name, a number of the papers."""
    assert ask(stranger, dossier.code, fact).status_code == 422


@pytest.fixture
def received(world: World, dossier: Dossier) -> Dossier:
    """Accepted: the applicant has the appointment slip."""
    return decide(dossier, world.lan, "accept")


def code_of(dossier: Dossier, kind: str) -> str:
    return dossier.documents.get(kind=kind).document.code


@pytest.mark.parametrize(
    "write", [str, codes.pretty, str.lower, "Mã kiểm tra: {}".format, "https://x.vn/k/{}".format]
)
def test_the_code_on_the_slip_is_the_second_fact(
    stranger: Client, received: Dossier, write: Any
) -> None:
    answer = ask(stranger, received.code, write(code_of(received, "receipt")))
    assert answer.status_code == 200 and "Tra cứu hồ sơ khác" in words(answer)


def test_who_may_no_longer_act_for_another_one_follows_nothing(
    stranger: Client, world: World
) -> None:
    school = mandates.keep(world.huong, Represented.Kind.ORGANISATION, Facts("Trường THPT A"))
    draft = draft_of(world)
    draft.represented = school
    draft.save()
    received = decide(actions.submit(draft, world.huong), world.lan, "accept")
    slip = code_of(received, "receipt")
    assert ask(stranger, received.code, slip).status_code == 200
    actions.end_mandate(school, world.huong)
    for fact in (slip, "0905123456"):
        assert ask(Client(), received.code, fact).status_code == 422


def test_the_code_of_another_dossiers_slip_or_of_a_result_is_not(
    stranger: Client, world: World, received: Dossier
) -> None:
    other = decide(actions.submit(draft_of(world), world.huong), world.lan, "accept")
    assert ask(stranger, received.code, code_of(other, "receipt")).status_code == 422
    done = issue(world, actions.submit(draft_of(world), world.huong))
    # handed to whoever asks for it
    assert ask(stranger, done.code, code_of(done, "copy")).status_code == 422


def walked(world: World, fact: str, count: int, address: Any) -> list[int]:
    """One fact over sequential codes, of which every third is a stranger's dossier: the answers."""
    numbers = [f"H15.50-261123-{number:04}" for number in range(count)]
    return [
        ask(Client(REMOTE_ADDR=address(n)), code, fact).status_code
        for n, code in enumerate(numbers)
    ]


@pytest.mark.parametrize(
    "address",
    [lambda n: "198.51.100.7", lambda n: f"198.51.100.{n}", lambda n: f"2001:db8:0:{n:x}::1"],
    ids=["one address", "an address each", "a network each"],
)
@pytest.mark.parametrize("fact", ["0905123456", "7K2MQ9ZD4X5J", "05/02/1998"])
def test_one_fact_walks_over_few_codes_only(
    world: World, dossier: Dossier, fact: str, address: Any
) -> None:
    answers = walked(world, fact, 19, address)
    assert answers.count(422) == 5 and answers.count(429) == 14
    # the right one too
    assert ask(Client(REMOTE_ADDR="192.0.2.9"), dossier.code, fact).status_code == 429


def test_walking_on_for_a_day_is_told_too(world: World, dossier: Dossier, monkeypatch: Any) -> None:
    began, answers = limits.now(), []
    for hour in range(6):
        monkeypatch.setattr(limits, "now", lambda hour=hour: began + dt.timedelta(hours=hour))
        answers += walked(world, "0905123456", 9, lambda n: f"198.51.100.{n}")
    assert answers.count(422) == 15


def test_a_fact_is_one_however_it_is_written(world: World, dossier: Dossier) -> None:
    for number, fact in enumerate(
        ["0905123456", "+84905123456", "0905 123 456", "84905123456", "ĐT 0905.123.456"]
    ):
        assert (
            ask(
                Client(REMOTE_ADDR=f"198.51.100.{number}"), f"H15.50-261123-{number:04}", fact
            ).status_code
            == 422
        )
    assert (
        ask(Client(REMOTE_ADDR="198.51.100.9"), "H15.50-261123-0008", "0905-123-456").status_code
        == 429
    )


def test_a_family_on_one_phone_finds_all_its_own(world: World) -> None:
    family = [actions.submit(draft_of(world, owner=who), who) for who in (world.huong, *[
        person(f"con{number}", f"Con Thứ {number}") for number in range(8)])]  # fmt: skip
    home = Client(REMOTE_ADDR="203.0.113.7")
    for _ in range(2):
        assert [ask(home, one.code, "0905123456").status_code for one in family] == [200] * 9
    assert [ask(Client(REMOTE_ADDR=f"203.0.113.{n}"), one.code, "0905123456").status_code
            for n, one in enumerate(family)] == [200] * 9  # fmt: skip


def test_a_guesser_does_not_shut_out_who_looked_before(world: World, dossier: Dossier) -> None:
    home = Client(REMOTE_ADDR="203.0.113.7")
    assert ask(home, dossier.code, "0905123456").status_code == 200
    walked(world, "0905123456", 9, lambda n: f"198.51.100.{n}")
    assert ask(home, dossier.code, "0905123456").status_code == 200
    slip = code_of(decide(dossier, world.lan, "accept"), "receipt")
    # the other way, from anywhere
    assert ask(Client(REMOTE_ADDR="192.0.2.9"), dossier.code, slip).status_code == 200


def test_no_counter_names_a_phone_or_a_code(world: World, dossier: Dossier) -> None:
    ask(Client(), dossier.code, "0905999999")
    kept = repr(list(RateWindow.objects.values()))
    assert "0905999999" not in kept and dossier.code not in kept


def test_five_wrong_facts_close_a_code_for_everybody(dossier: Dossier) -> None:
    for number in range(5):
        ask(Client(REMOTE_ADDR=f"198.51.100.{number}"), dossier.code, f"090599999{number}")
    assert ask(Client(REMOTE_ADDR="198.51.100.99"), dossier.code, "0905123456").status_code == 429


def test_one_address_may_ask_twenty_times_a_minute(stranger: Client, dossier: Dossier) -> None:
    answers = [ask(stranger, dossier.code, "0905123456").status_code for _ in range(21)]
    assert answers[:20] == [200] * 20
    assert answers[20] == 429


def test_the_page_is_not_indexed_cached_or_named_elsewhere(
    stranger: Client, dossier: Dossier
) -> None:
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
    assert list(queues.search(world.lan, fact)) == [dossier]
    assert ask(stranger, dossier.code, f"{fact}4").status_code == 422
