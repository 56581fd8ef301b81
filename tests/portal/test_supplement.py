"""The office asks for more; the applicant changes what was asked and sends it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people import World, draft_of
from tests.portal import filling
from tests.portal.conftest import decide, visiting
from tests.portal.filling import words
from tests.reading import as_read
from workflows import actions
from workflows.applicant.supplements import Missing
from workflows.lifecycle import Status
from workflows.models import Dossier, WorkItem

REASON = "Ảnh giấy tờ mờ, không đọc được."


@pytest.fixture
def huong(world: World) -> Client:
    return visiting(world.huong)


@pytest.fixture
def asked(world: World) -> Dossier:
    dossier = actions.submit(draft_of(world), world.huong)
    return decide(dossier, world.lan, "supplement", reason=REASON)


def ask(dossier: Dossier, world: World, *missing: Missing) -> None:
    item = WorkItem.objects.select_related("process").get(process=dossier, finished__isnull=True)
    actions.decide(item, world.lan, "supplement", missing=missing)


def test_exactly_what_was_asked_is_shown_first_and_marked(world: World, huong: Client) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    ask(dossier, world, Missing("section:diploma", "Chưa ghi số hiệu."))
    page = as_read(huong.get(address(dossier)).text)
    assert f'href="{address(dossier, "diploma/")}"' in page and "Chưa ghi số hiệu." in page
    marked = page.count("cần bổ sung</span>")
    assert marked and marked == page.count('class="is-asked"')
    assert "Chưa ghi số hiệu." in huong.get(address(dossier, "diploma/")).text
    assert "Chưa ghi số hiệu." not in huong.get(address(dossier, "contact/")).text
    filling.send(huong, address(dossier, "diploma/"), {**filling.diploma(), "serial": "A 7654321"})
    assert "đã sửa" in words(huong.get(address(dossier)))


def address(dossier: Dossier, path: str = "") -> str:
    return f"/ho-so/{dossier.code}/bo-sung/{path}"


def test_the_dossier_page_says_what_to_do(huong: Client, asked: Dossier) -> None:
    page = words(huong.get(f"/ho-so/{asked.code}/"))
    assert "Bạn cần bổ sung hồ sơ" in page
    assert REASON in page
    assert address(asked) in page


def test_changes_wait_until_they_are_sent(world: World, huong: Client, asked: Dossier) -> None:
    back = filling.send(
        huong, address(asked, "diploma/"), {**filling.diploma(), "serial": "A 7654321"}
    )
    assert back == address(asked)
    page = words(huong.get(back))
    assert "A 7654321" in page
    assert "đã sửa" in page
    assert (
        "serial" not in Dossier.objects.get(pk=asked.pk).answers
        or not Dossier.objects.get(pk=asked.pk).answers["serial"]
    )
    huong.post(address(asked), {"key": "one"})
    sent = Dossier.objects.get(pk=asked.pk)
    assert sent.answers["serial"] == "A 7654321"
    assert sent.legal_status == Status.REGISTERED


def test_sending_twice_supplies_once(huong: Client, asked: Dossier) -> None:
    sent = {"key": "same", "as_it_is": "1"}
    huong.post(address(asked), sent)
    assert huong.post(address(asked), sent).status_code in (302, 404)
    assert Dossier.objects.get(pk=asked.pk).entries.filter(act="supply").count() == 1


def test_a_second_supplement_starts_from_what_was_sent(
    world: World, huong: Client, asked: Dossier
) -> None:
    filling.send(huong, address(asked, "diploma/"), {**filling.diploma(), "serial": "A 7654321"})
    huong.post(address(asked), {"key": "one"})
    ask(Dossier.objects.get(pk=asked.pk), world, Missing("section:diploma", REASON))
    page = words(huong.get(address(asked)))
    assert "A 7654321" in page
    assert "đã sửa" not in page


def test_nothing_to_supply_no_page(world: World, huong: Client) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    assert huong.get(address(dossier)).status_code == 404


def test_what_was_not_touched_is_not_sent_by_mistake(world: World, huong: Client) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    ask(
        dossier,
        world,
        Missing("section:diploma", "Chưa ghi số hiệu."),
        Missing("section:contact", "Sai số nhà."),
    )
    assert "as_it_is" not in huong.get(address(dossier)).text
    refused = huong.post(address(dossier), {"key": "one"})
    assert refused.status_code == 422 and "Bạn chưa sửa: “Văn bằng, chứng chỉ”, “" in words(refused)
    filling.send(huong, address(dossier, "diploma/"), {**filling.diploma(), "serial": "A 7654321"})
    refused = huong.post(address(dossier), {"key": "two"})
    assert refused.status_code == 422 and "Bạn chưa sửa: “Văn bằng" not in words(refused)
    assert Dossier.objects.get(pk=dossier.pk).legal_status == Status.SUPPLEMENT_ASKED
    assert huong.post(address(dossier), {"key": "three", "as_it_is": "1"}).status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).answers["serial"] == "A 7654321"
