"""What strangers can find out by the public check and the follow page: nothing by asking, nothing
by guessing.
"""

from __future__ import annotations

import os
import statistics
import time
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from documents import codes, issuing
from portal.http.limits import Limit
from portal.models import RateWindow
from portal.public import follow
from tests.people import World, draft_of
from tests.portal.test_dossiers import issue
from workflows import actions
from workflows.models import Dossier

LONG = os.environ.get("FAULTS") == "long"
ASKED = 2000 if LONG else 100
GUESSES = 100_000 if LONG else 3000


@pytest.fixture
def no_limits(monkeypatch: Any) -> None:
    """The counters are written as always, but nobody is refused: to ask often enough."""
    count = Limit.take
    monkeypatch.setattr(Limit, "take", lambda limit, who: count(limit, who) or True)
    monkeypatch.setattr(Limit, "is_spent", lambda limit, who: False)


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


def unknown_code(dossier: Dossier) -> str:
    return f"{dossier.code[:-4]}9998"


def middle(
    client: Client, first: dict[str, str], second: dict[str, str], address: str
) -> tuple[float, float]:
    """Median milliseconds of two questions, asked in turn so that the machine's moods touch
    both.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ASKED):
        for kept, asked in zip(times, (first, second), strict=True):
            start = time.perf_counter()
            client.post(address, asked)
            kept.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def test_an_unknown_code_and_a_wrong_fact_take_the_same_way(
    dossier: Dossier, no_limits: None
) -> None:
    wrong, unknown = (
        {"code": dossier.code, "fact": "0905999999"},
        {
            "code": unknown_code(dossier),
            "fact": "0905999999",
        },
    )
    first, second = Client().post("/tra-cuu/", wrong), Client().post("/tra-cuu/", unknown)
    assert first.status_code == second.status_code == 422
    assert first.content.replace(dossier.code.encode(), b"") == second.content.replace(
        unknown["code"].encode(), b""
    )
    headers = [{**answer.headers, "X-Request-Id": ""} for answer in (first, second)]
    assert headers[0] == headers[1]
    known, not_known = middle(Client(), wrong, unknown, "/tra-cuu/")
    print(f"follow: wrong fact {known:.2f} ms, unknown code {not_known:.2f} ms")
    assert abs(known - not_known) < 50


def test_the_public_check_masks_and_answers_every_code_it_does_not_know_alike(
    world: World, dossier: Dossier
) -> None:
    done = issue(world, dossier)
    document = done.documents.get(kind="copy").document
    slip = done.documents.exclude(kind="copy")[0].document
    right = Client().get(f"/k/{document.code}").content.decode()
    assert "Nguyễn Thị Hường" not in right and "066198001234" not in right and "0905" not in right
    assert "Hường" not in Client().get(f"/k/{slip.code}").content.decode()
    issuing.revoke(document, "Cấp nhầm")
    assert Client().get(f"/k/{document.code}").status_code == 200
    absent = codes.new_code()
    mistyped = absent[:-1] + ("0" if absent[-1] != "0" else "1")
    pages = [Client().get(f"/k/{code}") for code in (absent, mistyped)]
    assert pages[0].status_code == pages[1].status_code
    assert len(pages[0].content) == len(pages[1].content)


def test_guessing_finds_nothing_and_the_owner_can_still_look(
    dossier: Dossier, monkeypatch: Any
) -> None:
    """Phones one after the other, from a thousand addresses: the right one is the 36th of the
    list.
    """
    owner = Client(REMOTE_ADDR="203.0.113.7")
    right = {"code": dossier.code, "fact": "0905123456"}
    assert owner.post("/tra-cuu/", right).status_code == 200
    monkeypatch.setattr(
        follow, "render", lambda request, page, shown, status=200: HttpResponse(status=status)
    )
    ask, first = RequestFactory(), 905123456 - 35
    answers = []
    for number in range(GUESSES):
        fact = f"0{first + number % 10_000}"
        address = f"198.18.{number % 1000 // 250}.{number % 250}"
        request = ask.post("/tra-cuu/", {"code": dossier.code, "fact": fact}, REMOTE_ADDR=address)
        answers.append(follow.follow(request).status_code)
    assert answers.count(200) == 0
    # five an hour: a long run may see a new hour
    assert answers.count(422) <= 5 * (1 + GUESSES // 20_000)
    assert owner.post("/tra-cuu/", right).status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.8").post("/tra-cuu/", right).status_code == 429
    assert not RateWindow.objects.filter(key__contains="198.18").exists()


def test_who_knew_the_fact_once_has_only_five_wrong_tries_of_their_own(dossier: Dossier) -> None:
    owner = Client(REMOTE_ADDR="203.0.113.7")
    assert owner.post("/tra-cuu/", {"code": dossier.code, "fact": "0905123456"}).status_code == 200
    asked = [
        owner.post("/tra-cuu/", {"code": dossier.code, "fact": f"090599999{n}"}).status_code
        for n in range(7)
    ]
    assert asked == [422] * 5 + [429] * 2
