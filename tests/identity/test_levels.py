"""A procedure says how surely the portal must know who files, and the engine keeps to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from config.doctor import offices
from organisations.models import User
from organisations.provider_models import ProviderAccount
from tests.identity.forger import Forger
from tests.identity.offered import offer
from tests.people import World, draft_of, person
from tests.workflows.procedures import TEXT, changed, copied, findings_of
from tests.workflows.test_mandates import draft_for, mandate
from workflows import actions
from workflows.errors import NotKnownSurely, WrongState
from workflows.models import Dossier, Draft
from workflows.procedure import publishing

pytestmark = pytest.mark.django_db

NEW = "/dang-ky/bang-dinh-danh/"
ASKED = ("time_limit:", "assurance: level-2\ntime_limit:")


@pytest.fixture
def strict(world: World, tmp_path: Path) -> World:
    """Copies of diplomas for who is known at level 2."""
    folder = copied(tmp_path)
    (folder / "procedure.yaml").write_text(changed(ASKED), encoding="utf-8")
    world.version = publishing.publish(folder)
    return world


def owner_through(forger: Forger, client: Client, acr: str) -> User:
    forger.comes(client, acr=acr)
    client.post(NEW)
    return ProviderAccount.objects.get().person


def filed(client: Client, draft: Draft) -> Any:
    return client.post(f"/nhap/{draft.pk}/kiem-tra/")


@pytest.mark.parametrize("level", ["", "level-1", "odd", "2", "level-20"])
def test_below_its_level_nothing_is_filed(strict: World, level: str) -> None:
    draft = draft_of(strict)
    with pytest.raises(NotKnownSurely, match="mức độ 02"):
        actions.submit(draft, strict.huong, assurance=level)
    assert not Dossier.objects.exists() and Draft.objects.get(pk=draft.pk).answers


def test_at_its_level_it_is_filed_and_the_entry_says_so(strict: World) -> None:
    dossier = actions.submit(draft_of(strict), strict.huong, assurance="level-2")
    assert dossier.entries.get(act="submit").data["assurance"] == "level-2"


def test_where_nothing_is_asked_nothing_is_noted(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong, assurance="level-1")
    assert "assurance" not in dossier.entries.get(act="submit").data


def known_at(person: User, level: str, name: str) -> None:
    ProviderAccount.objects.create(
        person=person, provider="vneid", subject_index="m" * 32, level=level, facts={"name": name}
    )


@pytest.mark.parametrize(
    ("level", "name"),
    [("", ""), ("level-1", "Phạm Thị Mai"), ("level-2", "Phạm Thị Mái")],
)
def test_who_gave_the_mandate_is_held_to_it_too(strict: World, level: str, name: str) -> None:
    mai = person("mai", "Phạm Thị Mai")
    if level:
        known_at(mai, level, name)
    draft = draft_for(strict, mandate(strict, mai))
    with pytest.raises(WrongState, match="người ủy quyền có tài khoản định danh mức độ 02"):
        actions.submit(draft, strict.huong, assurance="level-2")
    assert not Dossier.objects.exists()


def test_the_office_reads_how_who_gave_the_mandate_was_known(strict: World, settings: Any) -> None:
    offer(settings)
    mai = person("mai", "Phạm Thị Mai")
    known_at(mai, "level-2", "PHẠM THỊ MAI")
    draft = draft_for(strict, mandate(strict, mai))
    dossier = actions.submit(draft, strict.huong, assurance="level-2")
    known = {"provider": "vneid", "level": "level-2"}
    assert dossier.entries.get(act="submit").data["giver"] == known
    office = Client()
    office.force_login(strict.lan)
    page = office.get(f"/mot-cua/ho-so/{dossier.code}/").text
    assert "đã được VNeID (mức độ 02) xác nhận" in page


def test_the_office_reads_that_a_contact_is_all(world: World) -> None:
    mai = person("mai", "Phạm Thị Mai")
    dossier = actions.submit(draft_for(world, mandate(world, mai)), world.huong)
    office = Client()
    office.force_login(world.lan)
    page = office.get(f"/mot-cua/ho-so/{dossier.code}/").text
    assert "do hai bên tự khai" in page


def test_at_the_counter_papers_show_who_it_is(strict: World) -> None:
    draft = draft_of(strict, owner=strict.lan)
    draft.counter = strict.centre
    draft.save()
    assert actions.submit_at_counter(draft, strict.lan, strict.centre).pk


def test_a_session_by_password_is_offered_the_way_up(strict: World, settings: Any) -> None:
    offer(settings)
    client = Client()
    client.force_login(strict.huong)
    draft = draft_of(strict)
    page = f"/nhap/{draft.pk}/kiem-tra/"
    way = f"/dang-nhap/qua/vneid/?level=level-2&amp;next={page}"
    assert (
        way in client.get(page).text
        and "level=level-2" in client.get("/thu-tuc/diploma-copy/nop/").text
    )
    answer = filed(client, draft)
    assert answer.status_code == 403 and way in answer.text and not Dossier.objects.exists()
    settings.IDENTITY_PROVIDERS = {}
    assert "nộp trực tiếp hoặc qua bưu chính" in client.get(page).text


def test_nobody_asks_to_come_in_below_the_least(
    world: World, forger: Forger, settings: Any
) -> None:
    """The level that a page asks for stands in its address, for whoever writes one."""
    settings.IDENTITY_PROVIDERS["vneid"]["least"] = "level-2"
    for said in ({}, {"level": "level-1"}):
        client = Client()
        asked = forger.asks(client, **said)
        assert asked["acr_values"] == "2"
        forger.claims = {"acr": "1"}
        answer = forger.answers(client, asked)
        assert answer.status_code == 403 and "mức độ 02" in answer.text
        assert client.post(NEW).status_code == 410


def test_the_procedures_page_says_it(strict: World) -> None:
    assert "cần tài khoản định danh mức độ 02" in Client().get("/thu-tuc/diploma-copy/").text


def test_the_doctor_knows_what_no_provider_can_say(
    strict: World, forger: Forger, settings: Any
) -> None:
    assert list(offices.ask_providers()) == []
    forger.keys = {}
    assert "khóa ký" in next(iter(offices.ask_providers())).says
    forger.status = 500
    assert "không trả lời" in next(iter(offices.ask_providers())).says
    settings.IDENTITY_PROVIDERS["vneid"]["levels"] = {"1": "level-1"}
    assert any("diploma-copy cần mức độ 02" in one.says for one in offices.ask_providers())
    settings.IDENTITY_PROVIDERS = {}
    assert [one.about for one in offices.ask_providers()] == ["providers"]


def test_signing_in_again_at_the_higher_level_opens_it(strict: World, forger: Forger) -> None:
    client = Client()
    owner = owner_through(forger, client, "1")
    draft = draft_of(strict, owner=owner)
    assert filed(client, draft).status_code == 403
    asked = forger.asks(client, level="level-2", next=f"/nhap/{draft.pk}/kiem-tra/")
    assert asked["acr_values"] == "2"
    refused = forger.answers(client, asked)
    assert refused.status_code == 403 and "mức độ 02" in refused.text
    assert filed(client, draft).status_code == 403
    forger.claims = {"acr": "2"}
    back = forger.answers(
        client, forger.asks(client, level="level-2", next=f"/nhap/{draft.pk}/kiem-tra/")
    )
    assert back.url == f"/nhap/{draft.pk}/kiem-tra/"
    assert filed(client, draft).status_code == 302 and Dossier.objects.count() == 1


def test_a_level_ends_with_its_session_and_its_link(strict: World, forger: Forger) -> None:
    client = Client()
    owner = owner_through(forger, client, "2")
    owner.set_password("mat-khau-rat-dai")
    owner.save()
    draft = draft_of(strict, owner=owner)
    other = Client()
    other.post("/dang-nhap/", {"username": owner.username, "password": "mat-khau-rat-dai"})
    assert filed(other, draft).status_code == 403
    forger.comes(client, acr="2")
    ProviderAccount.objects.all().delete()
    assert filed(client, draft).status_code == 403 and not Dossier.objects.exists()


def test_the_checker_knows_the_word() -> None:
    assert "assurance_offline" not in findings_of(changed(ASKED))
    offline = changed(ASKED, ("  - {kind: ONLINE, fee: 0}\n", ""))
    assert findings_of(offline)["assurance_offline"]
    assert "assurance_offline" not in findings_of(TEXT)
