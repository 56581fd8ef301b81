"""What the messages say: Vietnamese, about one act, and nothing that is nobody's business."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

import pytest
from django.utils import timezone

from notifications import wording
from tests.people import World
from workflows.definition.whole import Letter
from workflows.journal import act_kinds
from workflows.journal.act_kinds import Told
from workflows.models import Dossier, Entry
from workflows.published import definition_of

pytestmark = pytest.mark.once

ACTS = [kind.name for kind in act_kinds.declared() if kind.told is Told.APPLICANT]
DUE = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)


#: What the entries of some acts carry, and their letters name.
CARRIED = {"grant": "12/QĐ-SGDĐT", "revoked": "07/BS-SGDĐT", "document": "45/QĐ-SGDĐT"}


def entry(dossier: Dossier, act: str, **changes: Any) -> Entry:
    return Entry(dossier=dossier, act=act, at=timezone.now(), **{"data": CARRIED, **changes})


@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_act_that_is_told_has_its_words(dossier: Dossier, act: str) -> None:
    dossier.due_at = DUE
    subject, body = wording.words(entry(dossier, act, reason="Thiếu giấy ủy quyền & chữ ký."))
    assert subject.startswith(f"[{dossier.code}] ")
    assert subject.splitlines() == [subject]
    assert dossier.code in body
    assert f"/ho-so/{dossier.code}/" in body
    assert "{{" not in body and "{%" not in body and "&amp;" not in body
    assert unicodedata.is_normalized("NFC", subject + body)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_no_message_repeats_who_the_citizen_is(world: World, dossier: Dossier, act: str) -> None:
    dossier.due_at = DUE
    text = " ".join(wording.words(entry(dossier, act, reason="Ảnh mờ.")))
    for secret in (
        dossier.applicant_name,
        dossier.applicant_phone,
        dossier.applicant_email,
        "066198001234",
        "1998",
    ):
        assert secret not in text


def test_reception_tells_the_appointment_in_office_time(dossier: Dossier) -> None:
    dossier.due_at = DUE
    assert "hẹn trả 17 giờ 00, ngày 24/11/2026" in wording.words(entry(dossier, "accept"))[0]


@pytest.mark.parametrize("act", ["ask_supplement", "refuse_reception", "extend"])
def test_the_reason_is_told_where_the_citizen_must_act_on_it(dossier: Dossier, act: str) -> None:
    assert "Ảnh giấy tờ mờ." in wording.words(entry(dossier, act, reason="Ảnh giấy tờ mờ."))[1]


def test_a_refusal_is_not_announced_as_a_result_in_the_citizens_favour(dossier: Dossier) -> None:
    dossier.decision = Dossier.Decision.REFUSED
    subject, body = wording.words(entry(dossier, "issue"))
    assert "Đã có kết quả" not in subject
    assert "nêu lý do" in body


def test_a_line_break_in_a_text_cannot_add_a_mail_header(dossier: Dossier) -> None:
    dossier.code = "H15.50\r\nBcc: ke.gian@example.vn"
    subject, _ = wording.words(entry(dossier, "submit"))
    assert "\r" not in subject and "\n" not in subject


def test_a_procedure_may_say_it_in_its_own_words(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = Letter(
        subject={"vi": "Đã nhận đơn xin học"}, body={"vi": "Nhà trường sẽ gọi điện {{ entry }}."}
    )
    definition = definition_of(dossier.version).model_copy(update={"messages": {"submit": letter}})
    monkeypatch.setattr(wording, "definition_of", lambda version: definition)
    subject, body = wording.words(entry(dossier, "submit"))
    assert subject == f"[{dossier.code}] Đã nhận đơn xin học"
    assert "Nhà trường sẽ gọi điện {{ entry }}." in body, (
        "plain text: a definition runs no template"
    )
    assert f"/ho-so/{dossier.code}/" in body
    assert "tiếp nhận" in wording.words(entry(dossier, "accept"))[1]
