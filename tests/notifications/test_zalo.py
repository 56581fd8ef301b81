"""Zalo takes a template for each act: no free text, and an act without a template goes another way."""

from __future__ import annotations

import json
import os

import pytest

from foundation import short_texts
from notifications import channel_tests
from notifications import delivery as sending
from notifications.channels import CHANNELS
from notifications.models import DeadAddress, Delivery
from tests.gateway_server import DESCRIBED, Phone
from tests.notifications.conftest import tell
from tests.people import World, draft_of
from workflows import actions
from workflows.models import Dossier

BODY = {
    "Phone": "{to}",
    "Content": "{text}",
    "RequestId": "{id}",
    "template_id": "{template}",
    "template_data": {"ma_ho_so": "{code}", "noi_dung": "{what}", "noi_xem": "{link}"},
}


@pytest.fixture
def zalo(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """The provider of the texts takes Zalo's notices too; a test message arrived."""
    for name in (*DESCRIBED, "SMS_URL"):
        monkeypatch.setenv(name.replace("SMS_", "ZALO_", 1), os.environ[name])
    monkeypatch.setenv("ZALO_BODY", json.dumps(BODY))
    monkeypatch.setenv("ZALO_TEMPLATES", json.dumps({"*": "T0", "submit": "T1"}))
    channel_tests.begin(CHANNELS["ZALO"], "0905000001", by=None)
    channel_tests.confirm(CHANNELS["ZALO"], phone.last[-6:])
    phone.calls.clear()
    return phone


def filed(world: World) -> Dossier:
    dossier = actions.submit(draft_of(world, phone="0905 123 456"), world.huong)
    tell(dossier)
    for _ in range(2):
        sending.sweep()
    return dossier


def ways(dossier: Dossier) -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(message__dossier=dossier).order_by("pk")
    return [(row.message.channel, row.state) for row in rows.select_related("message")]


def test_an_act_goes_by_its_own_template_and_says_the_least(zalo: Phone, world: World) -> None:
    dossier = filed(world)
    assert ways(dossier) == [("ZALO", "SENT")]
    (call,) = zalo.calls
    assert call["template_id"] == "T1"
    said = {"ma_ho_so": dossier.code, "noi_dung": "Đã nhận được hồ sơ của bạn"}
    assert {**said, "noi_xem": call["template_data"]["noi_xem"]} == call["template_data"]
    assert dossier.applicant_name not in json.dumps(call, ensure_ascii=False)


def test_who_has_no_zalo_gets_a_text_and_is_remembered(zalo: Phone, world: World) -> None:
    zalo.answers = [(200, "99")]
    assert ways(filed(world)) == [("ZALO", "PASSED"), ("SMS", "SENT")]
    assert DeadAddress.objects.get().channel == "ZALO"
    assert ways(filed(world)) == [("SMS", "SENT")]


def test_an_act_without_a_template_is_told_another_way(
    zalo: Phone, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZALO_TEMPLATES", json.dumps({"accept": "T2"}))
    assert ways(filed(world)) == [("SMS", "SENT")]


@pytest.mark.parametrize("said", ["[]", "{", "{}"])
def test_templates_that_cannot_be_read_stop_a_start(
    zalo: Phone, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("ZALO_TEMPLATES", said)
    assert ["ZALO_TEMPLATES" in fault.line for fault in CHANNELS["ZALO"].faults()] == [True]


def test_a_parameter_is_cut_at_a_word() -> None:
    assert short_texts.cut("mot hai ba", 10) == "mot hai ba"
    assert short_texts.cut("mot hai ba bon", 10) == "mot..."
    assert short_texts.cut("x" * 20, 10) == "x" * 7 + "..."
