"""The demo's telephone: the site's own gateway speaks to it over HTTP, signed; it shows what
arrived.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from forms.errors import Refused
from notifications.channels import sms
from notifications.models import DemoText
from tests.reading import as_read

PAGE, GATEWAY = "/dung-thu/dien-thoai/", "/dung-thu/dien-thoai/nhan/"


@pytest.fixture
def demo(live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    settings.SITE_URL = live_server.url
    monkeypatch.delenv("SMS_URL", raising=False)
    return str(live_server.url)


@pytest.mark.django_db(transaction=True)
def test_a_text_goes_over_http_and_stands_on_the_telephone(demo: str, client: Client) -> None:
    assert sms.is_offered(), "the demo's own telephone needs no test"
    sms.send_now("0905 123 456", "Mã xác nhận: 424242")
    page = as_read(client.get(PAGE).text)
    assert "đến 84905123456" in page and "Ma xac nhan: 424242" in page
    with pytest.raises(sms.NotSent, match="NotTaken"):
        sms.send_now("0905 100 000", "Ma: 1")
    with pytest.raises(sms.NotSent, match="NotTaken"):
        sms.send_now("0905 111 111", "Ma: 1")
    with pytest.raises(Refused):
        sms.send_now("123", "Ma: 1")
    assert DemoText.objects.count() == 1


@pytest.mark.django_db
def test_only_the_site_itself_puts_texts_there(client: Client) -> None:
    said = {"id": "1", "to": "84905123456", "text": "Trung thuong!"}
    for body in (json.dumps(said), "[]", "{", json.dumps({**said, "text": "x" * 3000}), ""):
        answer = client.post(GATEWAY, body, "application/json", headers={"X-Signature": "0" * 64})
        assert answer.status_code == 400
    assert not DemoText.objects.exists()


@pytest.mark.django_db
def test_a_public_site_has_no_such_telephone(
    client: Client, settings: Any, monkeypatch: Any
) -> None:
    settings.DEMO = False
    monkeypatch.delenv("SMS_URL", raising=False)
    assert client.get(PAGE).status_code == client.post(GATEWAY).status_code == 404
    assert not sms.is_offered()
