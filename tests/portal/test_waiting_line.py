"""A line before an address: who waits, who goes by, and that nobody gains by tricks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from organisations.models import User
from portal.http.waiting.gate import Gate
from tests.people import World, draft_of, make_world
from waiting_line import holders, joining
from waiting_line.board import BOARD, Standing
from waiting_line.models import Line, Place
from waiting_line.tickets import Pass, Ticket, written
from workflows.models import Dossier

pytestmark = pytest.mark.django_db
APPLY = "/thu-tuc/diploma-copy/nop/"
PAGE = "/hang-cho/ban-sao/"


@pytest.fixture(autouse=True)
def own_board() -> Iterator[None]:
    yield
    BOARD.lines = ()


@pytest.fixture
def world() -> World:
    return make_world()


def opened(minutes: float = -5, **given: Any) -> Line:
    """A line that opened five minutes ago; nobody was let in yet."""
    now = timezone.now()
    facts = {"key": "ban-sao", "title": "Cấp bản sao", "addresses": APPLY, "rate": 0}
    facts |= {"opens_at": now + dt.timedelta(minutes=minutes), "advanced_at": now}
    line = Line.objects.create(**{**facts, **given})
    stands()
    return line


def flooded(**given: Any) -> Line:
    return opened(opens_at=None, addresses="", key="dong", title="Đang đông", **given)


def stands(seconds: float = 0) -> Standing:
    BOARD.refresh(None, timezone.now() + dt.timedelta(seconds=seconds))
    return BOARD.lines[0]


def moved(line: Line, admitted: float) -> None:
    """So many were let in."""
    Line.objects.filter(pk=line.pk).update(admitted=admitted, advanced_at=timezone.now())
    stands()


def crowd(line: Line, people: int = 100) -> None:
    for n in range(people):
        joining.join(line.pk, line.key, f"crowd{n}")
    stands()


def signed_in(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


def waits_for(address: str) -> str:
    return f"{PAGE}?{urlencode({'den': address}, safe='/')}"


def test_a_citizen_waits_and_is_let_in_in_their_turn(world: World) -> None:
    line = opened()
    crowd(line)
    huong = signed_in(world.huong)
    sent = huong.get(APPLY)
    assert (sent.status_code, sent["Location"]) == (303, waits_for(APPLY))
    page = huong.get(sent["Location"])
    assert "101" in page.content.decode() and page["Refresh"] == "22"
    assert 'http-equiv="refresh" content="22"' in page.content.decode()
    assert huong.get(APPLY).status_code == 303

    moved(line, 101)
    inside = huong.get(sent["Location"])
    assert (inside.status_code, inside["Location"]) == (302, APPLY)
    assert huong.get(APPLY).status_code == 200
    moved(line, 0)
    assert huong.get(APPLY).status_code == 200, "the pass holds, however the line stands"


def test_a_place_survives_a_reload_and_lost_cookies(world: World) -> None:
    line = opened()
    huong = signed_in(world.huong)
    crowd(line, 7)
    first = huong.get(PAGE).cookies["cho-ban-sao"].value
    crowd(line, 20)
    again = signed_in(world.huong).get(PAGE).cookies["cho-ban-sao"].value
    for text in (first, again):
        client = Client()
        client.cookies["cho-ban-sao"] = text
        assert ">8<" in client.get(PAGE).content.decode()
    assert Place.objects.filter(holder=holders.of_account(world.huong.pk)).count() == 1


def test_a_dropped_cookie_and_another_spelling_buy_no_second_lot(world: World) -> None:
    line = opened(minutes=5)
    world.huong.phone = "0905123456"
    world.huong.save()
    for typed in ("huong", "huong ", "huong"):
        sent = Client().post(PAGE, {"name": typed})
        assert sent.status_code == 303
    signed_in(world.huong).get(PAGE)
    assert Place.objects.count() == 1
    line.refresh_from_db()
    assert line.counter == 1


def test_who_names_an_account_uses_the_pass_with_it_alone(world: World) -> None:
    line = opened()
    crowd(line)
    browser = Client()
    browser.post(PAGE, {"name": "huong", "den": APPLY})
    moved(line, 101)
    assert browser.get(waits_for(APPLY))["Location"] == APPLY
    browser.force_login(world.huong)
    assert browser.get(APPLY).status_code == 200
    other = signed_in(User.objects.create_user(username="khac", full_name="Người Khác"))
    for name in ("cho-ban-sao", "vao-ban-sao"):
        other.cookies[name] = browser.cookies[name].value
    assert other.get(APPLY).status_code == 303, "another account's place and pass are none"


def test_a_forged_or_expired_pass_is_none(world: World) -> None:
    line = opened()
    crowd(line)
    holder = holders.of_account(world.huong.pk)
    good = written(Pass(line.key, int(timezone.now().timestamp()) + 60, holder))
    over = written(Pass(line.key, int(timezone.now().timestamp()) - 1, holder))
    others = written(Pass("khac", int(timezone.now().timestamp()) + 60, holder))
    for text, status in ((good, 200), (over, 303), (others, 303), (good[:-2] + "xx", 303)):
        huong = signed_in(world.huong)
        huong.cookies["vao-ban-sao"] = text
        assert huong.get(APPLY).status_code == status


def test_officers_never_wait(world: World) -> None:
    crowd(opened())
    crowd(flooded(mode=Line.Mode.ON), 5)
    lan = signed_in(world.lan)
    for address in ("/mot-cua/", APPLY, "/", "/thong-ke/"):
        assert lan.get(address).status_code == 200, address
    assert Client().get("/dang-nhap/?next=/mot-cua/").status_code == 200


def test_a_stranger_waits_before_the_sign_in_that_leads_to_what_is_full() -> None:
    crowd(opened())
    full = Client().get("/dang-nhap/", {"next": APPLY})
    assert full.status_code == 303
    assert full["Location"] == waits_for("/dang-nhap/?next=%2Fthu-tuc%2Fdiploma-copy%2Fnop%2F")
    assert Client().get("/dang-nhap/").status_code == 200
    sent = Client().post("/dang-nhap/", {"next": APPLY, "username": "a", "password": "b"})
    assert sent.status_code == 303 and "den=/dang-nhap/" in sent["Location"]


def test_nobody_waits_where_nobody_is_before_them(world: World) -> None:
    line = opened(rate=60)
    stands(seconds=5)
    huong = signed_in(world.huong)
    assert huong.get(APPLY).status_code == 200 and "vao-ban-sao" in huong.cookies
    line.refresh_from_db()
    assert line.counter == 1


def test_what_is_filed_before_the_hour_waits_for_it_and_nothing_is_lost(world: World) -> None:
    opened(minutes=10, rate=60)
    draft = draft_of(world)
    huong = signed_in(world.huong)
    assert huong.get(APPLY).status_code == 200, "drafts are filled in before"
    check = f"/nhap/{draft.pk}/kiem-tra/"
    assert huong.get(check).status_code == 200
    sent = huong.post(check, {})
    assert (sent.status_code, sent["Location"]) == (303, waits_for(check))
    assert not Dossier.objects.exists()
    Line.objects.update(opens_at=timezone.now() - dt.timedelta(minutes=1))
    stands()
    stands(seconds=5)
    assert huong.post(check, {}).status_code == 302
    assert Dossier.objects.count() == 1


def test_the_drafts_of_other_procedures_are_filed_at_once(world: World) -> None:
    crowd(opened(addresses="/thu-tuc/another/nop/"))
    draft = draft_of(world)
    assert signed_in(world.huong).post(f"/nhap/{draft.pk}/kiem-tra/", {}).status_code == 302


def test_before_the_hour_the_page_says_when_and_that_it_is_no_race(world: World) -> None:
    opened(minutes=60)
    text = Client().get(PAGE).content.decode()
    assert "Không phải cuộc đua" in text and "Điền sẵn hồ sơ" in text
    assert Client().post(PAGE, {"name": "huong"}).status_code == 303
    assert not Place.objects.exists()


def test_an_empty_name_gets_one_sentence() -> None:
    opened()
    page = Client().post(PAGE, {"name": " ", "den": APPLY})
    assert page.status_code == 422
    assert "Hãy nhập tên đăng nhập" in page.content.decode()
    assert f'name="den" value="{APPLY}"' in page.content.decode()


def test_nobody_is_led_to_another_site() -> None:
    line = opened()
    for wrong in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:1", PAGE):
        browser = Client()
        browser.post(PAGE, {"name": "huong"})
        moved(line, 5)
        assert browser.get(PAGE, {"den": wrong})["Location"] == APPLY


def test_a_line_that_is_over_leads_on() -> None:
    assert Client().get(PAGE, {"den": APPLY})["Location"] == APPLY


def test_another_sites_form_gets_nobody_a_place() -> None:
    opened()
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
    assert Client().post(PAGE, {"name": "huong"}, headers=headers).status_code == 403
    assert not Place.objects.exists()


def test_in_a_flood_everybody_waits_but_for_what_is_half_done(world: World) -> None:
    crowd(flooded(), 50)
    draft = draft_of(world)
    huong = signed_in(world.huong)
    for address in ("/", "/thong-ke/", "/ho-so/", APPLY):
        assert huong.get(address).status_code == 303, address
    for address in (f"/nhap/{draft.pk}/diploma/", "/ma-xac-nhan/", "/mot-cua/"):
        assert huong.get(address).status_code != 303, address


def test_a_flood_line_lets_by_while_the_site_bears_it() -> None:
    flooded(rate=60)
    stands(seconds=5)
    statuses = []
    for _visitor in range(12):
        statuses.append(Client().get("/thong-ke/").status_code)
        stands(seconds=5)
    assert statuses[:5] == [200] * 5 and statuses[-1] == 303


# ---- before Django


class Reached(Exception):
    """The request came to Django."""


def asked(
    path: str, jar: dict[str, str] | None = None, method: str = "GET"
) -> tuple[str, dict[str, str], str]:
    """What the gate answers by itself; raises Reached where Django is asked."""

    def django_application(_environ: Any, _start: Any) -> Any:
        raise Reached

    gate, got = Gate(django_application, 4), {}
    BOARD.watch = lambda _busy: None  # type: ignore[method-assign]
    try:
        cookie = "; ".join(f"{name}={value}" for name, value in (jar or {}).items())
        environ = RequestFactory().generic(method, path, headers={"Cookie": cookie}).environ
        body = b"".join(
            gate(environ, lambda status, headers: got.update(status=status, headers=dict(headers)))
        )
    finally:
        del BOARD.watch
    return got["status"], got["headers"], body.decode()  # type: ignore[return-value]


def ticket(line: Line, number: int) -> dict[str, str]:
    return {"cho-ban-sao": written(Ticket(line.key, number, 0, "h"))}


def test_who_waits_is_answered_before_django_and_asks_no_database(
    django_assert_num_queries: Any,
) -> None:
    line = opened()
    crowd(line)
    with django_assert_num_queries(0):
        status, headers, text = asked(f"{PAGE}?den={APPLY}", ticket(line, 90))
        assert status == "200 OK" and re.search(r"waiting-figure\">91<", text)
        assert headers["Refresh"] == "22" and headers["Cache-Control"] == "no-store"
        assert "script" not in headers["Content-Security-Policy"]
        stranger = asked(PAGE)
        assert "Tài khoản bạn sẽ dùng" in stranger[2] and "Refresh" not in stranger[1]
        status, headers, _text = asked(APPLY)
        assert status.startswith("303") and headers["Location"] == waits_for(APPLY)


def test_the_further_back_the_rarer_a_browser_asks() -> None:
    line = opened()
    Line.objects.update(counter=6000)
    stands()
    said = [asked(PAGE, ticket(line, number))[1]["Refresh"] for number in (0, 400, 5000)]
    assert said == ["20", "30", "60"]


def test_what_needs_a_decision_comes_to_django() -> None:
    line = opened()
    crowd(line)
    admitted = {"vao-ban-sao": written(Pass(line.key, 4_000_000_000, "h"))}
    for path, jar, method in (
        (PAGE, {"sessionid": "x"}, "GET"),
        (APPLY, {"sessionid": "x"}, "GET"),
        (APPLY, admitted, "GET"),
        (PAGE, {}, "POST"),
        ("/mot-cua/", {}, "GET"),
        ("/static/portal/site.css", {}, "GET"),
        ("/hang-cho/khac/", {}, "GET"),
    ):
        with pytest.raises(Reached):
            asked(path, jar, method)
    moved(line, 91)
    for path in (PAGE, APPLY):
        with pytest.raises(Reached):
            asked(path, ticket(line, 90))


def test_without_a_line_the_gate_is_open() -> None:
    with pytest.raises(Reached):
        asked("/")


def test_the_page_speaks_the_visitors_language() -> None:
    line = opened()
    crowd(line)
    _status, headers, text = asked(PAGE, {**ticket(line, 9), "django_language": "en"})
    assert headers["Content-Language"] == "en" and "Not a race" in text
    assert 'lang="en"' in text


def test_those_who_wait_for_the_opening_do_not_all_come_at_once() -> None:
    line = opened(minutes=1)
    waits = {int(asked(PAGE, ticket(line, number))[1]["Refresh"]) for number in range(20)}
    assert len(waits) >= 20 - 1 and min(waits) >= 60 and max(waits) <= 82
