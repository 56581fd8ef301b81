"""Requests made to break something (I13): too many fields, too deep, a foreign host, lines in a
header, templates.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from organisations.models import User
from portal.http.access import READ
from portal.urls import urlpatterns
from tests.people import World
from tests.portal.conftest import visiting, world  # noqa: F401 - a fixture
from workflows.models import Dossier, Draft

FORMS = ["sign_in", "verify", "follow", "counter"]


def rows() -> tuple[int, int, int]:
    return User.objects.count(), Dossier.objects.count(), Draft.objects.count()


@pytest.mark.parametrize("name", FORMS)
def test_a_hundred_thousand_fields_are_refused(world: World, name: str) -> None:  # noqa: F811
    before = rows()
    body = "&".join(f"a{n}=1" for n in range(100_000))
    answer = visiting(world.lan).post(
        reverse(f"portal:{name}"), body, "application/x-www-form-urlencoded"
    )
    assert answer.status_code in (400, 413)
    assert rows() == before


def test_json_ten_thousand_deep_is_nobodys_form(world: World) -> None:  # noqa: F811
    before, client = rows(), visiting(world.lan)
    for pattern in urlpatterns:
        if set(pattern.callback.declared.methods) - set(READ) and not pattern.pattern.converters:
            if "sign_out" in str(pattern.name):
                continue
            answer = client.post(
                reverse(f"portal:{pattern.name}"), "[" * 10_000 + "]" * 10_000, "application/json"
            )
            assert answer.status_code < 500, pattern.name
    assert rows() == before


@pytest.mark.parametrize(
    "host", ["ke-gian.example", "localhost@ke-gian.example", "localhost:80:80", "a b", "[::1"]
)
def test_a_foreign_host_is_refused(db: Any, host: str) -> None:
    assert Client().get("/dang-nhap/", headers={"Host": host}).status_code == 400


def test_a_forwarded_host_is_not_believed(world: World) -> None:  # noqa: F811
    answer = Client().get("/ho-so/", headers={"X-Forwarded-Host": "ke-gian.example"})
    assert "ke-gian" not in answer.headers["Location"]


def test_a_line_in_a_mails_header_is_refused() -> None:
    for subject in ("Hồ sơ\nBcc: a@b.example", "Hồ sơ\r\nBcc: a@b.example"):
        with pytest.raises(ValueError, match="newline"):
            EmailMessage(subject, "x", to=["a@b.example"]).message()


@pytest.mark.parametrize(
    "text", ["{{ 7|add:7 }}", "{% load i18n %}", "${7*7}", "{{7*7}}", "{{ settings.SECRET_KEY }}"]
)
def test_what_is_typed_is_text_and_no_template(world: World, text: str) -> None:  # noqa: F811
    page = Client().post(reverse("portal:sign_in"), {"username": text, "password": "x"}).text
    assert f'value="{text}"' in page
    assert json.dumps("14") not in page
