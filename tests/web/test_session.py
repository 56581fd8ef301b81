"""Sessions: a new name at sign-in and at another role, an end when idle, everywhere, and with the
password (I3).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from organisations.models import RoleAssignment, User
from tests.people import World
from tests.portal.conftest import visiting, world  # noqa: F401 - a fixture

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
MINE, DESK = "/ho-so/", "/mot-cua/"
PASSWORD = "mat-khau-rat-dai"


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def is_in(client: Client, page: str = MINE) -> bool:
    return client.get(page).status_code == 200


def sign_in(client: Client, username: str, **more: str) -> Any:
    return client.post(
        reverse("portal:sign_in"), {"username": username, "password": PASSWORD, **more}
    )


def test_a_session_prepared_by_a_stranger_is_not_taken_over(world: World) -> None:  # noqa: F811
    """Fixation: the name that an attacker put into the browser does not become the victim's."""
    attacker = visiting(world.anh)
    prepared = key_of(attacker)
    victim = Client()
    victim.cookies[settings.SESSION_COOKIE_NAME] = prepared
    sign_in(victim, "huong")
    assert key_of(victim) != prepared
    # and their own session is over: it was taken by somebody else
    assert attacker.get(MINE).status_code == 302


def test_no_session_begins_in_an_address(world: World) -> None:  # noqa: F811
    key = key_of(visiting(world.huong))
    assert Client().get(f"{MINE}?{settings.SESSION_COOKIE_NAME}={key}").status_code == 302


def test_another_role_gives_the_session_another_name(world: World) -> None:  # noqa: F811
    client = visiting(world.lan)
    assert is_in(client, DESK)
    before = key_of(client)
    assert is_in(client, DESK) and key_of(client) == before
    RoleAssignment.objects.create(user=world.lan, role_id="head", authority=world.department)
    assert is_in(client, DESK) and key_of(client) != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_role_taken_away_is_dead_at_the_next_request(world: World) -> None:  # noqa: F811
    client = visiting(world.lan)
    before = key_of(client)
    RoleAssignment.objects.filter(user=world.lan).delete()
    assert client.get(DESK).status_code == 403
    assert key_of(client) != before


def test_an_officer_who_left_the_desk_signs_in_anew_and_comes_back(
    world: World,  # noqa: F811
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = visiting(world.lan)
        for _ in range(3):  # working keeps it open
            clock.shift(dt.timedelta(minutes=29))
            assert is_in(client, DESK)
        clock.shift(dt.timedelta(minutes=31))
        answer = client.get(DESK, follow=True)
        assert answer.redirect_chain[0][0] == f"{reverse('portal:sign_in')}?next=/mot-cua/"
        assert "phiên làm việc đã đóng" in answer.text
        assert not is_in(client, DESK)


def test_the_administration_closes_too_and_a_citizen_may_think_longer(
    world: World,  # noqa: F811
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        citizen, root = (
            visiting(world.huong),
            visiting(User.objects.create_superuser("goc", "g@example.vn", "x" * 20)),
        )
        clock.shift(dt.timedelta(minutes=31))
        assert is_in(citizen)
        assert root.get("/quan-tri/").status_code == 302
        assert root.get("/quan-tri/", follow=True).status_code == 200  # our own sign-in page


def test_no_session_is_longer_than_a_working_day(world: World) -> None:  # noqa: F811
    with time_machine.travel(NOON, tick=False) as clock:
        citizen = visiting(world.huong)
        clock.shift(dt.timedelta(hours=12, minutes=1))
        assert not is_in(citizen)


def test_signing_out_everywhere_ends_every_session_of_this_person_only(
    world: World,  # noqa: F811
) -> None:
    here, phone, other = visiting(world.huong), visiting(world.huong), visiting(world.lan)
    assert (
        is_in(phone)
        and 'action="/dang-xuat/moi-thiet-bi/"' in here.get(reverse("portal:account")).text
    )
    assert here.post("/dang-xuat/moi-thiet-bi/").status_code == 302
    assert not is_in(here) and not is_in(phone)
    assert is_in(other)
    assert sign_in(here, "huong", next=MINE).url == MINE and is_in(here)


def test_signing_out_leaves_nothing_to_come_back_with(world: World) -> None:  # noqa: F811
    client = visiting(world.huong)
    key = key_of(client)
    client.post(reverse("portal:sign_out"))
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(client)


def test_a_new_password_ends_the_sessions_of_the_old(world: World) -> None:  # noqa: F811
    thief = visiting(world.huong)
    world.huong.set_password("mot-mat-khau-khac")
    world.huong.save()
    assert not is_in(thief)
