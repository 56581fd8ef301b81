"""Through a real OpenID Connect server (npm's oidc-provider), which plays VNeID."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from django.test import Client

from organisations.accounts.provider_accounts import of
from organisations.models import User
from tests.identity.conftest import Real
from tests.identity.forger import START
from tests.people import World

pytestmark = [pytest.mark.node, pytest.mark.django_db, pytest.mark.slow]

NEW = "/dang-ky/bang-dinh-danh/"


class Visitor:
    """One browser: its cookies here, and there."""

    def __init__(self, real: Real) -> None:
        self.real, self.here, self.there = real, Client(), requests.Session()

    def goes(self, who: str, **said: str) -> Any:
        """Press the button, choose a person over there ("" turns back), and come back."""
        sent = self.here.post(START, said)
        assert sent.status_code == 302, sent.status_code
        return self.back(self.there.get(sent.url, allow_redirects=False, timeout=20), who)

    def back(self, page: requests.Response, who: str) -> Any:
        """Follow until the portal is asked again."""
        for _step in range(12):
            if page.status_code == 200:
                address = f"{self.real.issuer}{urlsplit(page.url).path}"
                page = self.there.post(address, {"who": who}, allow_redirects=False, timeout=20)
                continue
            to = urljoin(page.url, page.headers["Location"])
            if to.startswith(self.real.site):
                parts = urlsplit(to)
                return self.here.get(f"{parts.path}?{parts.query}")
            page = self.there.get(to, allow_redirects=False, timeout=20)
        raise AssertionError(f"still over there: {page.url}")


def test_from_nothing_to_an_account_and_in_again(world: World, vneid: Real) -> None:
    visitor = Visitor(vneid)
    assert visitor.goes("moi", next="/ho-so/").url == NEW
    page = visitor.here.get(NEW).text
    for told in ("Trần Văn Mới", "20/11/1990", "066090004321", "0935123456", "mức độ 02"):
        assert told in page
    assert visitor.here.post(NEW).url == "/ho-so/"
    person = User.objects.get(full_name="Trần Văn Mới")
    assert person.identity_number == "066090004321" and not person.has_usable_password()
    assert [row.level for row in of(person)] == ["level-2"]
    other = Visitor(vneid)
    assert other.goes("moi", next="/ho-so/").url == "/ho-so/"
    assert "Trần Văn Mới" in other.here.get("/tai-khoan/").text
    assert User.objects.filter(full_name="Trần Văn Mới").count() == 1


def test_who_turns_back_over_there(world: World, vneid: Real) -> None:
    visitor = Visitor(vneid)
    assert visitor.goes("", next="/ho-so/").url == "/dang-nhap/?next=/ho-so/"
    assert "Bạn đã dừng đăng nhập bằng VNeID" in visitor.here.get("/dang-nhap/").text


def test_a_level_too_low(world: World, vneid: Real) -> None:
    visitor = Visitor(vneid)
    answer = visitor.goes("muc-mot", level="level-2")
    assert answer.status_code == 403 and "mức độ 02" in answer.text
    assert Visitor(vneid).goes("muc-mot", level="level-1").url == NEW


def test_shown_anew_although_signed_in_over_there(world: World, vneid: Real) -> None:
    """An account that has nothing else shows itself there before it is changed."""
    visitor = Visitor(vneid)
    visitor.goes("moi")
    visitor.here.post(NEW)
    session = visitor.here.session
    session["confirmed_at"] = 0
    session.save()
    asked = visitor.here.get("/tai-khoan/dinh-danh/")
    assert asked.url.startswith("/tai-khoan/xac-nhan/")
    assert "Xác nhận bằng VNeID" in visitor.here.get(asked.url).text
    assert (
        visitor.goes("moi", anew="1", next="/tai-khoan/dinh-danh/").url == "/tai-khoan/dinh-danh/"
    )
    assert visitor.here.get("/tai-khoan/dinh-danh/").status_code == 200


def test_signing_out_over_there_is_offered(world: World, vneid: Real) -> None:
    visitor = Visitor(vneid)
    visitor.goes("moi")
    visitor.here.post(NEW)
    page = visitor.here.post("/dang-xuat/").text
    assert "Đăng xuất cả ở VNeID" in page
    address = page.partition(f'href="{vneid.issuer}')[2].partition('"')[0].replace("&amp;", "&")
    over_there = visitor.there.get(f"{vneid.issuer}{address}", timeout=20)
    assert over_there.status_code == 200 and "logout" in over_there.text.lower()
    assert visitor.here.get("/tai-khoan/").status_code == 302
