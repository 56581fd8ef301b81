"""The desk: what an officer sees when the day begins, and what it costs."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from organisations.models import Authority, RoleAssignment
from tests.people import World, draft_of, officer
from tests.portal.conftest import decide, visiting
from workflows import actions
from workflows.models import Dossier, WorkItem

MONDAY = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # 09:00 in Việt Nam
QUEUE = "/mot-cua/hang-cho/ttpvhcc-daklak/receptionist/"
MOST_QUERIES = 15


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield


def filed(world: World, **changes: Any) -> Dossier:
    return actions.submit(draft_of(world, **changes), world.huong)


def item_of(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.get(process=dossier, finished__isnull=True)


def test_the_queue_says_who_what_which_step_and_how_long(world: World) -> None:
    dossier = filed(world)
    page = visiting(world.lan).get(QUEUE)
    for text in (dossier.code, "Nguyễn Thị Hường", "Tiếp nhận hồ sơ", "còn 1 giờ", "Chưa ai nhận"):
        assert text in page.text


def test_counts_stand_beside_each_queue(world: World) -> None:
    late = filed(world)
    filed(world)
    WorkItem.objects.filter(process=late).update(due_at=MONDAY - dt.timedelta(days=3))
    page = visiting(world.lan).get("/mot-cua/")
    (queue,) = page.context["queues"]
    assert (queue.waiting, queue.overdue, queue.due_today) == (2, 1, 1)
    assert "1 quá hạn" in page.text and "1 hôm nay" in page.text


def test_the_filter_leaves_only_what_is_late(world: World) -> None:
    late, early = filed(world), filed(world)
    WorkItem.objects.filter(process=late).update(due_at=MONDAY - dt.timedelta(days=3))
    shown = visiting(world.lan).get(QUEUE, {"loc": "qua-han"}).text
    assert late.code in shown and early.code not in shown


def test_claiming_in_the_row_moves_the_task_to_my_desk_and_releasing_back(world: World) -> None:
    dossier = filed(world)
    item, lan = item_of(dossier), visiting(world.lan)
    page = lan.post(f"/mot-cua/viec/{item.pk}/nhan/", {"next": QUEUE}, follow=True)
    assert page.redirect_chain[-1][0] == QUEUE
    assert dossier.code in lan.get("/mot-cua/").context["rows"][0].dossier.code
    lan.post(f"/mot-cua/viec/{item.pk}/tra/", {"next": QUEUE})
    assert not lan.get("/mot-cua/").context["rows"]
    assert item_of(dossier).owner is None


def test_the_way_back_never_leaves_the_site(world: World) -> None:
    item = item_of(filed(world))
    answer = visiting(world.lan).post(
        f"/mot-cua/viec/{item.pk}/nhan/", {"next": "https://evil.example/"}
    )
    assert answer.url == f"/mot-cua/viec/{item.pk}/"


def test_the_search_forgives_diacritics_and_finds_codes(world: World) -> None:
    dossier = filed(world)
    lan = visiting(world.lan)
    for words in ("nguyen huong", "HƯỜNG", dossier.code[-4:]):
        assert dossier.code in lan.get("/mot-cua/tim/", {"q": words}).text
    assert dossier.code not in lan.get("/mot-cua/tim/", {"q": "trần"}).text


def test_a_whole_code_opens_its_dossier_at_once(world: World) -> None:
    dossier = filed(world)
    answer = visiting(world.lan).get("/mot-cua/tim/", {"q": f" {dossier.code.lower()} "})
    assert answer.url == f"/mot-cua/ho-so/{dossier.code}/"


def test_a_withdrawal_waits_for_confirmation_on_the_desk(world: World) -> None:
    dossier = filed(world)
    actions.withdraw(dossier, world.huong, "Tôi đã tìm thấy bằng gốc.")
    lan = visiting(world.lan)
    assert dossier.code in lan.get("/mot-cua/xin-rut/").text
    lan.post(f"/mot-cua/ho-so/{dossier.code}/dung/", {"reason": "Theo yêu cầu."})
    assert Dossier.objects.get(pk=dossier.pk).status_label == "Dừng xử lý"
    assert lan.get("/mot-cua/xin-rut/").context["results"] == []


@pytest.mark.parametrize("address", ["/mot-cua/", QUEUE, "/mot-cua/tim/?q=nguyen"])
def test_a_page_costs_as_many_queries_for_a_full_page_as_for_a_few_rows(
    world: World, address: str, django_assert_max_num_queries: Any
) -> None:
    counts = []
    lan = visiting(world.lan)
    lan.get(address)  # definitions and the calendar are read once per process
    for _round in range(2):
        for _dossier in range(8):
            dossier = filed(world)
            if address == "/mot-cua/":
                actions.claim(item_of(dossier), world.lan)
        with django_assert_max_num_queries(MOST_QUERIES) as counted:
            lan.get(address)
        counts.append(len(counted.captured_queries))
    assert counts[0] == counts[1]


def test_a_queue_of_another_role_does_not_exist(world: World) -> None:
    assert visiting(world.binh).get(QUEUE).status_code == 404


def test_a_role_removed_is_dead_at_the_next_request(world: World) -> None:
    dossier = filed(world)
    item, lan = item_of(dossier), visiting(world.lan)
    assert lan.get(f"/mot-cua/viec/{item.pk}/").status_code == 200
    RoleAssignment.objects.filter(user=world.lan).update(
        valid_to=timezone.localdate() - dt.timedelta(days=1)
    )
    for answer in (
        lan.get("/mot-cua/"),
        lan.get(QUEUE),
        lan.get(f"/mot-cua/viec/{item.pk}/"),
        lan.post(f"/mot-cua/viec/{item.pk}/nhan/"),
        lan.post(f"/mot-cua/viec/{item.pk}/", {"do-outcome": "accept", "do-decide": "1"}),
    ):
        assert answer.status_code == 403
    assert item_of(dossier).owner is None


def test_an_officer_of_another_authority_gets_the_404_of_no_dossier(world: World) -> None:
    commune = Authority.objects.get(slug="ubnd-ea-kar")
    stranger = visiting(officer("xa", "Y Xã", "receptionist", commune, ""))
    dossier = filed(world)
    item = item_of(dossier)
    addresses = [
        f"/mot-cua/viec/{item.pk}/",
        f"/mot-cua/viec/{item.pk}/xem-truoc/",
        f"/mot-cua/ho-so/{dossier.code}/",
    ]
    for address in addresses:
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"do-outcome": "accept", "do-decide": "1"}).status_code in (
            404,
            405,
        )
    for act in ("nhan", "tra", "giao"):
        assert (
            stranger.post(f"/mot-cua/viec/{item.pk}/{act}/", {"to": world.lan.pk}).status_code
            == 404
        )
    assert stranger.get("/mot-cua/tim/", {"q": dossier.code}).context["results"] == []


def test_nobody_reads_their_own_application_in_the_office(world: World) -> None:
    RoleAssignment.objects.create(user=world.huong, role_id="receptionist", authority=world.centre)
    dossier = filed(world)
    assert visiting(world.huong).get(f"/mot-cua/ho-so/{dossier.code}/").status_code == 404


def test_a_head_reassigns_to_somebody_who_holds_the_role(world: World) -> None:
    dossier = decide(filed(world), world.lan, "accept")
    item, head = item_of(dossier), visiting(world.dung)
    assert "Giao cho người khác" in head.get(f"/mot-cua/viec/{item.pk}/").text
    head.post(f"/mot-cua/viec/{item.pk}/giao/", {"to": world.binh.pk})
    assert item_of(dossier).owner == world.binh
    head.post(f"/mot-cua/viec/{item.pk}/giao/", {"to": world.lan.pk})
    assert item_of(dossier).owner == world.binh


def test_every_page_has_the_menu_of_the_desk(world: World) -> None:
    decide(filed(world), world.lan, "accept")
    pages = {
        world.lan: ("/mot-cua/tai-quay/", "/mot-cua/so-theo-doi/", "/mot-cua/so-theo-doi/?tu=32"),
        world.dung: (
            "/mot-cua/so-theo-doi/",
            "/mot-cua/thong-ke/",
            "/mot-cua/lam-thay/",
            "/mot-cua/cap-quyen/",
        ),
    }
    for person, paths in pages.items():
        client = visiting(person)
        at_the_desk = menu(client.get("/mot-cua/").text)
        assert "/mot-cua/so-theo-doi/" in at_the_desk
        assert {path: menu(client.get(path).text) for path in paths} == dict.fromkeys(
            paths, at_the_desk
        )


def menu(page: str) -> list[str]:
    """Where the links at the left lead."""
    return re.findall('href="([^"]+)"', page.split('<ul class="side-nav">')[1].split("</ul>")[0])
