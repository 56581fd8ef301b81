"""The dossier page: history, clock, documents and messages as officers read them, and acts on the
whole dossier.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from documents.models import Document
from organisations.calendar.working_time import calendar_for
from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from tests.reading import as_read
from workflows import actions
from workflows.models import Dossier, Effect, WorkItem

MONDAY = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # 09:00 in Việt Nam


@pytest.fixture
def dossier(world: World) -> Any:
    with time_machine.travel(MONDAY):
        yield actions.submit(draft_of(world), world.huong)


def page(world: World, dossier: Dossier, view: str) -> Any:
    return visiting(world.binh).get(f"/mot-cua/ho-so/{dossier.code}/", {"xem": view})


def test_the_history_says_who_did_what_in_which_step_and_why(
    world: World, dossier: Dossier
) -> None:
    decide(dossier, world.lan, "accept")
    decide(
        dossier,
        world.binh,
        "not_found",
        reason="Không còn lưu trữ được sổ gốc của năm tốt nghiệp này.",
    )
    text = page(world, dossier, "nhat-ky").text
    for said in (
        "Y Bình Niê",
        "Đối chiếu sổ gốc: Không có trong sổ gốc",
        "Không còn lưu trữ được",
        "/TNHS-TTPVHCC",
    ):
        assert said in text


def test_the_clock_is_explained_hour_by_hour(world: World, dossier: Dossier) -> None:
    decide(dossier, world.lan, "accept")
    with time_machine.travel(dt.datetime(2026, 11, 30, 3, 0, tzinfo=dt.UTC)):
        shown = page(world, dossier, "thoi-han")
    clock = shown.context["clock"]
    assert [bar.row.label for bar in clock.bars].count("Cuối tuần") == 1
    assert "Ngày Văn hóa Việt Nam" in shown.text  # 24 November: a day off is named
    worked = [bar.percent for bar in clock.bars if bar.tone == "worked"]
    assert worked == [81, 100, 100, 100, 31] and clock.late and clock.percent == 100
    assert "quá hạn" in shown.text and "style=" not in shown.text


def test_before_acceptance_the_clock_says_that_it_does_not_run(
    world: World, dossier: Dossier
) -> None:
    assert (
        "Thời hạn chưa tính"
        in visiting(world.lan).get(f"/mot-cua/ho-so/{dossier.code}/?xem=thoi-han").text
    )


@pytest.mark.parametrize(
    ("state", "error", "said"),
    [
        (Effect.State.PENDING, "", "đang đóng dấu"),
        (Effect.State.PENDING, "SealUnusable", "chưa đóng dấu được"),
        (Effect.State.DEAD, "SealUnusable", "cần người quản trị xem"),
    ],
)
def test_a_document_that_is_not_sealed_yet_says_how_far_it_came(
    world: World, dossier: Dossier, state: str, error: str, said: str
) -> None:
    decide(dossier, world.lan, "accept")
    document = Document.objects.get(kind="TN")
    assert document.state == Document.State.RESERVED  # its effect has not run in this test
    Effect.objects.filter(key=f"document.produce:{document.pk}").update(
        state=state, last_error=error, attempts=3
    )
    assert said in page(world, dossier, "van-ban").text


@pytest.mark.parametrize(
    "view", ["giay-to", "so-goc", "thoi-han", "nhat-ky", "van-ban", "so-do", "nonsense", ""]
)
def test_every_view_opens_without_inline_style_or_script(
    world: World, dossier: Dossier, view: str
) -> None:
    decide(dossier, world.lan, "accept")
    answer = page(world, dossier, view)
    assert answer.status_code == 200
    assert " style=" not in answer.text and "onclick" not in answer.text


def test_what_the_case_asks_for_is_ticked_off(world: World, dossier: Dossier) -> None:
    assert "đã điền" in visiting(world.lan).get(f"/mot-cua/ho-so/{dossier.code}/?xem=giay-to").text


def test_a_head_extends_once_with_an_apology(world: World, dossier: Dossier) -> None:
    dossier = decide(dossier, world.lan, "accept")
    before, head = dossier.due_at, visiting(world.dung)
    address = f"/mot-cua/ho-so/{dossier.code}/gia-han/"
    refused = head.post(address, {"reason": " "})
    assert refused.status_code == 422 and "Hãy ghi lý do xin lỗi và gia hạn." in refused.text
    assert '<details class="more" open><summary>Xin lỗi và gia hạn' in as_read(refused.text)
    head.post(address, {"reason": "Sổ gốc đang được số hóa."})
    assert Dossier.objects.get(pk=dossier.pk).due_at > before
    assert head.post(address, {"reason": "Lần nữa."}).status_code == 403


def test_a_head_apologises_for_what_is_late(world: World, dossier: Dossier) -> None:
    dossier = decide(dossier, world.lan, "accept")
    with time_machine.travel(dossier.due_at + dt.timedelta(hours=15)):
        head, address = visiting(world.dung), f"/mot-cua/ho-so/{dossier.code}/"
        day = calendar_for(dossier.deciding).next_working_day(timezone.localdate())
        shown = head.get(address).text
        assert "Hồ sơ đã quá hạn trả." in shown and f'value="{day:%d/%m/%Y}"' in shown
        refused = head.post(f"{address}xin-loi/", {"reason": "Máy hỏng.", "promised": "31/31"})
        assert refused.status_code == 422
        for kept in ("Hãy ghi ngày hẹn trả mới, ví dụ 23/11/2026.", "Máy hỏng.", 'value="31/31"'):
            assert kept in refused.text, kept
        sunday = day + dt.timedelta(days=(6 - day.weekday()) % 7)
        refused = head.post(
            f"{address}xin-loi/", {"reason": "Máy hỏng.", "promised": f"{sunday:%d/%m/%Y}"}
        )
        assert refused.status_code == 422 and f'value="{sunday:%d/%m/%Y}"' in refused.text
        done = head.post(
            f"{address}xin-loi/",
            {"reason": "Máy hỏng.", "promised": f"{day:%d/%m/%Y}"},
            follow=True,
        )
        assert "Đã ký phiếu xin lỗi" in done.text
    assert Dossier.objects.get(pk=dossier.pk).documents.filter(kind="apology").exists()


def test_only_a_head_is_offered_the_extension(world: World, dossier: Dossier) -> None:
    decide(dossier, world.lan, "accept")
    assert "Xin lỗi và gia hạn" not in page(world, dossier, "giay-to").text
    assert "Xin lỗi và gia hạn" in visiting(world.dung).get(f"/mot-cua/ho-so/{dossier.code}/").text


def test_a_stop_is_refused_where_nobody_asked_for_it(world: World, dossier: Dossier) -> None:
    answer = visiting(world.lan).post(f"/mot-cua/ho-so/{dossier.code}/dung/", {"reason": "x"})
    assert (
        answer.status_code == 403
        and "Chỉ dừng được hồ sơ mà công dân đã yêu cầu rút." in answer.text
    )
    assert WorkItem.objects.filter(process=dossier, finished__isnull=True).exists()


def test_an_account_with_another_number_than_was_stated_is_named_where_it_is_decided(
    world: World,
) -> None:
    """Whoever is signed in could else have a copy of anybody's diploma by stating that person's
    number.
    """
    warning = "có số định danh khác với số người nộp đã khai"
    filed = actions.submit(draft_of(world), world.huong)
    for number, warns in (("", False), ("066198001234", False), ("066178004512", True)):
        world.huong.identity_number = number
        world.huong.save()
        item = WorkItem.objects.get(process=filed, finished__isnull=True)
        for address in (f"/mot-cua/ho-so/{filed.code}/", f"/mot-cua/viec/{item.pk}/"):
            text = visiting(world.lan).get(address).text
            assert (warning in text) is warns and (
                "Nguyễn Thị Hường</strong>. Tài khoản này" in text
            ) is warns
