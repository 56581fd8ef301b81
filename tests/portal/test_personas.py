"""One click signs in as a demo person, and as nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from organisations.models import User
from portal.demo.people import PEOPLE
from tests.people import World


@pytest.fixture
def demo_people(world: World) -> World:
    """Hường and Lan are demo people under the names the page knows."""
    User.objects.filter(pk=world.huong.pk).update(username="chubang", is_demo=True)
    User.objects.filter(pk=world.lan.pk).update(username="tiepnhan", is_demo=True)
    return world


def test_one_click_signs_a_citizen_in(demo_people: World, stranger: Client) -> None:
    page = stranger.get("/dung-thu/").content.decode()
    assert "Vào với vai Nguyễn Thị Hường" in page
    answer = stranger.post("/dung-thu/", {"username": "chubang"})
    assert answer.url == "/"
    assert "Nguyễn Thị Hường" in stranger.get("/").content.decode()


def test_an_officer_starts_at_the_desk(demo_people: World, stranger: Client) -> None:
    assert stranger.post("/dung-thu/", {"username": "tiepnhan"}).url == "/mot-cua/"


def test_real_accounts_are_never_taken(demo_people: World, stranger: Client) -> None:
    assert stranger.post("/dung-thu/", {"username": "binh"}).status_code == 404
    assert "_auth_user_id" not in stranger.session


def test_a_closed_demo_account_is_not_taken(demo_people: World, stranger: Client) -> None:
    User.objects.filter(username="chubang").update(is_active=False)
    assert stranger.post("/dung-thu/", {"username": "chubang"}).status_code == 404


def test_no_two_of_them_share_a_name_a_number_or_a_phone() -> None:
    for what in ("username", "identity_number", "phone"):
        given = [getattr(one, what) for one in PEOPLE]
        assert len(set(given)) == len(given), what
