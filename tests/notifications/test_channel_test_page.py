"""An administrator proves a channel's settings: a code to a telephone, and back."""

from __future__ import annotations

from django.test import Client

from notifications.channels import sms
from notifications.models import ChannelTest
from organisations.models import User
from tests.gateway_server import Phone
from tests.people import World

PAGE = "/quan-tri/notifications/channeltest/"


def test_the_code_goes_out_and_comes_back(gateway: Phone, world: World) -> None:
    root = User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc")
    client = Client()
    client.force_login(root)
    assert "Tin nhắn SMS" in client.get(f"{PAGE}add/").text
    wrong = client.post(f"{PAGE}add/", {"channel": "SMS", "number": "123"})
    assert "số điện thoại di động" in wrong.text and not ChannelTest.objects.exists()
    assert client.post(f"{PAGE}add/", {"channel": "SMS", "number": "0905000001"}).status_code == 302
    row = ChannelTest.objects.get()
    assert row.by == root and not sms.is_offered()
    change = f"{PAGE}{row.pk}/change/"
    assert "Mã không đúng" in client.post(change, {"arrived": "x"}).text
    assert client.post(change, {"arrived": gateway.last[-6:]}).status_code == 302
    assert sms.is_offered()
    assert client.get(PAGE).status_code == client.get(change).status_code == 200
