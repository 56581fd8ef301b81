"""What is left empty is refused by us, in one sentence of the reader's language, with what was
typed still there.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as ours
from django.test import Client
from django.utils.html import strip_tags

from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.reading import as_read
from workflows import actions
from workflows.models import Dossier, Draft

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)


def test_no_browser_refuses_for_us() -> None:
    """Its bubble speaks the browser's language, hides what stands below and is gone after a
    moment.
    """
    left = [
        f"{path.name}: {head.strip()}"
        for app in ("portal", "forms")
        for path in Path(ours.BASE_DIR, app, "templates").rglob("*.html")
        for head, body in FORM.findall(re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text()))
        if re.search(r"<(?:input|select|textarea)\b[^>]*\srequired\b", body)
        and "novalidate" not in head
    ]
    assert left == []


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def marked(answer: Any) -> set[str]:
    """Fields that have a sentence of their own and a link from the summary to it, and no others."""
    page = answer.content.decode()
    fields = set(re.findall(r'<a href="#(\w+)">', page))
    assert set(re.findall(r'class="field-error" id="(\w+)-error"', page)) == fields
    assert all(
        re.search(rf'<input[^>]* id="{one}"[^>]* aria-invalid="true"', page) for one in fields
    )
    return fields


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


@pytest.mark.parametrize(
    ("code", "fact"), [("", ""), (" ", "0905123456"), ("H15.50-261123-0001", " ")]
)
def test_following_with_half_a_form_is_no_try(dossier: Dossier, code: str, fact: str) -> None:
    for _again in range(8):
        answer = Client().post("/tra-cuu/", {"code": code, "fact": fact})
        assert answer.status_code == 422
        assert marked(answer) == {
            name for name, typed in (("code", code), ("fact", fact)) if not typed.strip()
        }
    assert (
        Client().post("/tra-cuu/", {"code": dossier.code, "fact": "0905123456"}).status_code == 200
    )


def test_what_was_typed_to_follow_is_still_there_to_be_compared(dossier: Dossier) -> None:
    answer = Client().post("/tra-cuu/", {"code": dossier.code, "fact": "0905 999 999"})
    assert answer.status_code == 422 and 'value="0905 999 999"' in answer.content.decode()


def test_the_check_asks_for_the_birth_date_that_is_missing(world: World) -> None:
    answer = Client().post("/k/7K2MQ9ZD4XWE", {"birth_date": ""})
    assert answer.status_code == 200
    assert "Hãy ghi ngày sinh như 05/02/1990" in answer.context["error"]


@pytest.mark.parametrize(("name", "password"), [("", ""), ("tiepnhan", ""), (" ", "x")])
def test_signing_in_with_half_a_form_is_no_try(world: World, name: str, password: str) -> None:
    for _again in range(12):
        answer = Client().post("/dang-nhap/", {"username": name, "password": password})
        assert answer.status_code == 422
        assert marked(answer) == {
            one for one, typed in (("username", name), ("password", password)) if not typed.strip()
        }


def test_the_counter_asks_which_procedure(world: World) -> None:
    answer = visiting(world.lan).post("/mot-cua/tai-quay/", {"channel": "POSTAL"})
    assert answer.status_code == 422 and "Hãy chọn thủ tục." in said(answer)
    assert '<a href="#f-offer">Hãy chọn thủ tục.</a>' in answer.content.decode()
    assert re.search(r'value="POSTAL"[^>]* checked', answer.content.decode())
    assert not Draft.objects.exists()


def test_the_counter_keeps_what_was_chosen_when_there_are_too_many_drafts(
    world: World, settings: Any
) -> None:
    settings.DRAFTS_A_PERSON = 0
    client = visiting(world.lan)
    offer = re.search(
        r'name="offer" value="([^"]+)"', as_read(client.get("/mot-cua/tai-quay/").text)
    )
    assert offer
    answer = client.post("/mot-cua/tai-quay/", {"channel": "POSTAL", "offer": offer[1]})
    assert answer.status_code == 409
    assert re.search(rf'value="{offer[1]}"[^>]* checked', answer.content.decode())
    assert re.search(r'value="POSTAL"[^>]* checked', answer.content.decode())
