"""Texts by a provider's gateway over real HTTP: proved first, short, bare of personal data, within
limits.
"""

from __future__ import annotations

import http.client
import json
import logging
from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest
from django.apps import apps
from django.db import connection

from config import production
from forms.errors import Refused
from foundation.web_calls import CallFailed
from notifications import channel_tests, gateways
from notifications import delivery as sending
from notifications.channels import CHANNELS, TRIED, sms, to_applicant
from notifications.channels.sms import SMS, NotSent
from notifications.models import ChannelTest, DayCount, Delivery, Message
from scripts.services import free_port
from tests.gateway_server import SECRET, Phone
from tests.notifications.conftest import tell
from tests.people import World, draft_of
from workflows import actions
from workflows.models import Dossier

NUMBER = "84905000001"


def the_delivery(dossier: Dossier) -> Delivery:
    tell(dossier)
    return Delivery.objects.get(message__dossier=dossier, message__channel="SMS")


def test_nothing_is_sent_before_a_test_message_arrived(gateway: Phone, world: World) -> None:
    assert not sms.is_offered()
    with pytest.raises(NotSent):
        sms.send_now("0905 123 456", "Ma: 123456")
    assert not gateway.calls
    channel_tests.begin(SMS, "+84 905 000 001", by=world.dung)
    ((number, text),) = gateway.texts
    assert number == NUMBER and text.isascii()
    assert not sms.is_offered(), "it left; whether it arrived nobody has said yet"
    with pytest.raises(Refused):
        channel_tests.confirm(SMS, "000000" if not text.endswith("000000") else "111111")
    assert channel_tests.confirm(SMS, text[-6:]).arrived_at
    assert sms.is_offered()


def test_other_settings_need_another_test(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sms.is_offered()
    monkeypatch.setenv("SMS_SECRET", "mot-khoa-khac-cua-nha-cung-cap")
    assert not sms.is_offered()
    monkeypatch.setenv("SMS_SECRET", SECRET)
    assert sms.is_offered()


def test_a_code_is_not_guessed_and_not_old(gateway: Phone, world: World) -> None:
    channel_tests.begin(SMS, "0905000001", by=None)
    right = gateway.last[-6:]
    for _ in range(channel_tests.TRIES):
        with pytest.raises(Refused):
            channel_tests.confirm(SMS, "không")
    with pytest.raises(Refused, match="quá nhiều lần"):
        channel_tests.confirm(SMS, right)
    assert right not in str(ChannelTest.objects.values_list("code", flat=True)[0])


def test_a_code_goes_out_at_once_and_leaves_nothing_behind(phone: Phone, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    sms.send_now("+84 905 123 456", "Mã xác nhận của bạn: 123456")
    assert phone.texts == [("84905123456", "Ma xac nhan cua ban: 123456")]
    assert phone.calls[0]["Brandname"] == "SGDDT DLAK"
    assert not Message.objects.exists()
    kept = " ".join(map(str, DayCount.objects.values_list("key", flat=True)))
    assert "905123456" not in caplog.text + kept and "123456" not in caplog.text


@pytest.mark.parametrize("number", ["", "1900 1234", "0262 385 1234", "+1 202 555 0123", "hai"])
def test_what_is_no_mobile_number_gets_nothing(phone: Phone, number: str) -> None:
    with pytest.raises(Refused):
        sms.send_now(number, "Ma: 1")
    assert not phone.calls


def test_a_text_of_two_segments_is_not_sent(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="segment"):
        sms.send_now("0905123456", "a" * 161)
    monkeypatch.setenv("SMS_DIACRITICS", "1")
    sms.send_now("0905123456", "Mã " * 20)
    with pytest.raises(ValueError, match="segment"):
        sms.send_now("0905123456", "Mã " * 30)
    assert len(phone.calls) == 1


def test_a_gateway_that_refuses_or_is_away_says_so_without_the_number(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    phone.answers = [(200, "103"), (500, "100")]
    for _ in range(2):
        with pytest.raises(NotSent) as told:
            sms.send_now("0905123456", "Ma: 1")
        assert "905" not in repr(told.value) and told.value.__cause__ is None
    phone.waits = 3
    monkeypatch.setenv("SMS_SECONDS", "0.2")
    with pytest.raises(NotSent):  # also: these settings were not proved
        sms.send_now("0905123456", "Ma: 1")
    assert "905123456" not in caplog.text


def test_a_forged_signature_is_the_gateways_to_refuse_and_ours_is_right(phone: Phone) -> None:
    sms.send_now("0905123456", "Ma: 1")
    assert len(phone.calls) == 1, "the gateway checks HMAC-SHA256 itself"


def test_one_telephone_and_the_whole_site_have_limits_a_day(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_A_DAY_EACH", "2")
    for _ in range(2):
        sms.send_now("0905123456", "Ma: 1")
    with pytest.raises(NotSent, match="LimitSpent"):
        sms.send_now("0905 123 456", "Ma: 1")
    sms.send_now("0905123457", "Ma: 1")
    monkeypatch.setenv("SMS_A_DAY", "1")
    with pytest.raises(NotSent, match="LimitSpent"):
        sms.send_now("0905123458", "Ma: 1")
    assert len(phone.calls) == 3


def test_what_no_gateway_took_counts_in_no_limit(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_A_DAY_EACH", "1")
    monkeypatch.setenv("SMS_A_DAY", "2")
    phone.answers = [(503, "busy"), (200, "103")]
    for _ in range(2):
        with pytest.raises(NotSent, match="NotTaken"):
            sms.send_now("0905123456", "Ma: 1")
    described = sms.SMS.gateway()
    assert described is not None
    with monkeypatch.context() as away:
        closed = replace(described, address=f"http://127.0.0.1:{free_port()}/send")
        away.setattr(gateways, "described", lambda _name: closed)
        away.setattr(sms.SMS, "is_offered", lambda: True)  # as if these settings were proved
        with pytest.raises(NotSent, match="CallFailed"):
            sms.send_now("0905123456", "Ma: 1")
    sms.send_now("0905123456", "Ma: 1")
    for _ in range(2):
        with pytest.raises(NotSent, match="TelephoneLimitSpent"):
            sms.send_now("0905123456", "Ma: 1")
    counts = DayCount.objects.values_list("count", flat=True)
    assert sorted(counts) == [1, 1, 2], "the test text and this one, and both"


def test_what_a_gateway_may_have_taken_counts(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_A_DAY_EACH", "1")
    hung_up = http.client.RemoteDisconnected()
    with monkeypatch.context() as away:
        away.setattr(http.client.HTTPConnection, "getresponse", Mock(side_effect=hung_up))
        with pytest.raises(NotSent, match="NoAnswer"):
            sms.send_now("0905123456", "Ma: 1")
    with pytest.raises(NotSent, match="TelephoneLimitSpent"):
        sms.send_now("0905123456", "Ma: 1")


def test_a_dossier_is_told_with_the_least_data(phone: Phone, world: World, settings: Any) -> None:
    settings.SITE_URL = "https://motcua.example"
    dossier = actions.submit(draft_of(world, phone="0905 123 456"), world.huong)
    delivery = the_delivery(dossier)
    if delivery.state != Delivery.State.SENT:
        assert sending.attempt(delivery.pk)
    ((number, text),) = phone.texts
    assert number == "84905123456"
    assert text == f"{dossier.code}: Da nhan duoc ho so cua ban. motcua.example/tra-cuu"
    assert dossier.applicant_name not in text


def test_no_table_holds_a_number_in_clear(phone: Phone, world: World) -> None:
    tell(actions.submit(draft_of(world, phone="0905 123 456", email=""), world.huong))
    sending.sweep()
    phone.dead.add("84905123456")
    tell(actions.submit(draft_of(world, phone="0905 123 456", email=""), world.huong))
    sending.sweep()
    assert len(phone.texts) == 1
    with connection.cursor() as cursor:
        kept = ""
        for model in apps.get_app_config("notifications").get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            kept += repr(
                [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor]
            )
    assert kept and "905123456" not in kept


def test_with_diacritics_where_they_fit_else_without_rather_than_cut(
    phone: Phone, world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SITE_URL = "https://mc.vn"
    monkeypatch.setenv("SMS_DIACRITICS", "1")
    dossier = actions.submit(draft_of(world, phone="0905 123 456"), world.huong)
    message = Message(dossier=dossier, subject="Đã có kết quả")
    assert SMS.values_of(message)["text"] == f"{dossier.code}: Đã có kết quả. mc.vn/tra-cuu"
    message.subject = "Hồ sơ đã được tiếp nhận, hẹn trả 17 giờ 00, ngày 24/11/2026"
    said = "Ho so da duoc tiep nhan, hen tra 17 gio 00, ngay 24/11/2026"
    assert SMS.values_of(message)["text"] == f"{dossier.code}: {said}. mc.vn/tra-cuu"


def test_our_own_texts_fit_and_a_site_whose_name_is_too_long_is_told(
    phone: Phone, settings: Any
) -> None:
    settings.SITE_URL = "https://dichvucong.giaoduc.daklak.gov.vn"
    assert sms.long_texts() == [] and not list(SMS.faults())
    settings.SITE_URL = f"https://{'x' * 60}.example"
    assert "accept" in sms.long_texts()
    assert [fault.line for fault in SMS.faults() if "segment" in fault.line]


def test_a_number_that_is_none_is_hopeless_and_a_busy_gateway_is_not(
    phone: Phone, world: World
) -> None:
    errors = [gateways.NotTaken("99", is_dead=True), gateways.NotTaken("103"), CallFailed("x")]
    told = [SMS.failure(error) for error in errors]
    assert [(one.is_hopeless, one.is_away) for one in told] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_a_site_without_a_gateway_texts_nobody(world: World) -> None:
    dossier = actions.submit(draft_of(world, phone="0905 123 456"), world.huong)
    assert "SMS" not in {
        message.channel for message in to_applicant(dossier, subject="S", body="B")
    }
    with pytest.raises(NotSent):
        sms.send_now("0905123456", "Ma: 1")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SMS_URL", "http://cong-gui-tin.example/", "https"),
        ("SMS_BODY", "{to}", "JSON"),
        ("SMS_BODY", '{"to": "{to}", "name": "{applicant}"}', "applicant"),
        ("SMS_SECONDS", "600", "between"),
        ("SMS_SECRET", "ngan", "shorter"),
        ("SMS_SUCCESS_VALUE", "", "SUCCESS_VALUE"),
        ("SMS_METHOD", "DELETE", "GET"),
    ],
)
def test_a_site_does_not_start_with_a_gateway_that_cannot_work(
    gateway: Phone, monkeypatch: pytest.MonkeyPatch, settings: Any, name: str, value: str, says: str
) -> None:
    settings.DEMO = False
    monkeypatch.setenv("SMS_URL", "https://cong-gui-tin.example/gui")
    about = [fault for fault in production.settings_faults() if "SMS_" in fault]
    assert not about
    monkeypatch.setenv(name, value)
    about = [fault for fault in production.settings_faults() if fault.startswith("SMS")]
    assert any(says in fault for fault in about)
    assert all(fault.vi and fault.mend_vi for fault in about)


def test_a_text_cannot_add_a_field_to_the_call(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    sms.send_now("0905123456", 'x", "Phone": "84900000000')
    assert phone.texts == [("84905123456", 'x", "Phone": "84900000000')]


def test_every_channel_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [fault for channel in CHANNELS.values() for fault in channel.faults()]
    assert {"SMS", "ZALO"} <= set(TRIED)
    assert json.dumps(sms.demo_gateway().body)
