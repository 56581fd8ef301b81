"""The pages of the control slip and the logbook: who opens them, what leaves as a workbook, what is
written down.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from privacy.models import ReadEntry
from tests.people import World, answers, draft_of
from tests.portal.conftest import decide, visiting
from tests.reading import as_read, pdf_text
from workflows import actions
from workflows.models import Dossier

PAGE = "/mot-cua/so-theo-doi/"


@pytest.fixture
def dossier(world: World) -> Dossier:
    return decide(actions.submit(draft_of(world), world.huong), world.lan, "accept")


def test_the_control_slip_is_a_pdf_of_the_dossiers_way(world: World, dossier: Dossier) -> None:
    answer = visiting(world.binh).get(f"/mot-cua/ho-so/{dossier.code}/phieu-kiem-soat/")
    text = pdf_text(answer.content)
    for words in (
        "PHIẾU KIỂM SOÁT",
        "Mẫu số 06",
        dossier.code,
        "Hoàng Thị Lan",
        "Giao",
        "Nhận",
        "Đang giải",
    ):
        assert words in text, words
    assert ReadEntry.objects.filter(dossier=dossier, what__startswith="control_slip").count() == 1
    assert visiting(world.huong).get(
        f"/mot-cua/ho-so/{dossier.code}/phieu-kiem-soat/"
    ).status_code in (403, 404)


def test_the_book_shows_the_month_and_notes_each_look(world: World, dossier: Dossier) -> None:
    answer = visiting(world.lan).get(PAGE)
    assert (
        dossier.code in answer.text and "0905123456" in answer.text and "Mẫu số 07" in answer.text
    )
    assert ReadEntry.objects.get(what="logbook").dossier == dossier


def test_an_expert_keeps_no_book(world: World, dossier: Dossier) -> None:
    expert = visiting(world.binh)
    assert dossier.code not in expert.get(PAGE).text
    refused = expert.post(PAGE, {})
    assert refused.status_code == 422 and dossier.code not in refused.text
    assert not ReadEntry.objects.exists()


def test_who_keeps_no_book_is_not_told_that_they_do(world: World, dossier: Dossier) -> None:
    page = visiting(world.anh).get(PAGE).text
    assert dossier.code not in page and "bộ phận tiếp nhận và lãnh đạo" in page


def test_another_authoritys_book_is_not_opened_by_its_name(world: World, dossier: Dossier) -> None:
    answer = visiting(world.lan).get(PAGE, {"co-quan": "ubnd-ea-kar"})
    assert world.centre.name in answer.text and "Ea Kar" not in answer.text


@pytest.mark.parametrize(
    "given",
    [
        {"tu": "2026-13-40"},
        {"tu": "x"},
        {"tu": "31/02/2026"},
        {"tu": "2026-12-01", "den": "2026-11-01"},
    ],
)
def test_a_wrong_period_is_one_sentence(world: World, given: dict[str, str]) -> None:
    answer = visiting(world.lan).get(PAGE, given)
    assert answer.status_code == 422 and "error-summary" in answer.text


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("31/02/2026", "20/11/2026", ["tu"]),
        ("1/1/2026", "32", ["den"]),
        ("x", "y", ["tu", "den"]),
        ("2/1/2026", "1/1/2026", ["tu"]),
    ],
)
def test_a_wrong_period_stays_typed_and_shows_no_line(
    world: World, dossier: Dossier, first: str, last: str, wrong: list[str]
) -> None:
    page = as_read(visiting(world.lan).get(PAGE, {"tu": first, "den": last}).text)
    assert (
        'name="tu" inputmode="numeric" maxlength="10" placeholder="23/11/2026" autocomplete="off"'
        f' value="{first}"' in page
    )
    assert f'value="{last}"' in page
    assert [
        name
        for name in ("tu", "den")
        if f'<a href="#{name}">' in page and f'id="{name}-error"' in page
    ] == wrong
    assert dossier.code not in page and not ReadEntry.objects.exists()


def test_a_period_is_written_as_dates_are_in_vietnam(world: World, dossier: Dossier) -> None:
    clerk, today = visiting(world.lan), timezone.localdate()
    yesterday = today - dt.timedelta(days=1)
    shown = as_read(clerk.get(PAGE, {"tu": f"{today:%d/%m/%Y}", "den": f"{today:%d/%m/%Y}"}).text)
    assert (
        dossier.code in shown
        and 'name="tu" inputmode="numeric"' in shown
        and f'value="{today:%d/%m/%Y}"' in shown
    )
    assert (
        dossier.code not in clerk.get(PAGE, {"tu": "1/1/2020", "den": f"{yesterday:%d/%m/%Y}"}).text
    )


def test_a_workbook_calculates_nothing_and_says_which_dossiers_left(world: World) -> None:
    evil = {**answers()["applicant"], "name": "=HYPERLINK(1)"}
    dossier = decide(
        actions.submit(draft_of(world, applicant=evil), world.huong), world.lan, "accept"
    )
    sheet = exported(visiting(world.lan).post(PAGE, {}))
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells] and dossier.code in [
        cell.value for cell in cells
    ]
    assert sheet["A2"].value == "STT" and sheet["K2"].value == "Ký nhận"
    assert ReadEntry.objects.get(what__startswith="logbook export").dossier == dossier


def exported(answer: Any) -> Any:
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith(
        "attachment"
    )
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def test_exporting_asks_for_the_second_factor_again(
    world: World, dossier: Dossier, settings: Any
) -> None:
    from portal.http import second_factor

    client = visiting(world.lan)
    settings.SECOND_FACTOR = True
    session = client.session
    session[second_factor.CONFIRMED_AT] = (timezone.now() - dt.timedelta(hours=8)).isoformat()
    session.save()
    answer = client.post(PAGE, {})
    assert answer.status_code == 422 and 'name="factor_code"' in answer.text
    assert not ReadEntry.objects.filter(what__startswith="logbook export").exists()


def test_what_was_stored_before_the_door_was_there_still_leaves_as_a_workbook(
    world: World, dossier: Dossier
) -> None:
    dossier.answers = {
        **dossier.answers,
        "address": {**dossier.answers["address"], "detail": "12 Lê\uffff\x01 Duẩn"},
    }
    dossier.applicant_name = "Nguyễn\ufffe Thị Hường"
    dossier.save(update_fields=["answers", "applicant_name"])
    answer = visiting(world.lan).post(PAGE, {})
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "12 Lê Duẩn" in cells and "Nguyễn Thị Hường" in cells
