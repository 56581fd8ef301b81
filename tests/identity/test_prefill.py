"""What the provider states fills the form, is said to come from it, and is not asked again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forms.lists import places
from organisations.models import User
from organisations.provider_models import ProviderAccount
from tests.identity.forger import Forger
from tests.people import World, answers, draft_of
from tests.portal.conftest import visiting
from workflows import actions
from workflows.applicant import stated
from workflows.errors import Incomplete
from workflows.models import Dossier, Draft
from workflows.published import definition_of

pytestmark = pytest.mark.django_db

NEW, BEGIN = "/dang-ky/bang-dinh-danh/", "/thu-tuc/diploma-copy/nop/"
CLAIMS: dict[str, Any] = {
    "name": "Trần Văn Mới",
    "birthdate": "1990-11-20",
    "gender": "male",
    "identity_number": "066090004321",
    "phone_number": "+84 935 123 456",
    "address": {
        "region": "tỉnh Đắk Lắk",
        "locality": "Phường Buôn Ma Thuột",
        "street_address": "5 Nguyễn Tất Thành",
    },
}
PERSON = {
    "name": "Trần Văn Mới",
    "birth_date": "1990-11-20",
    "sex": "M",
    "identity": "066090004321",
}


def arrived(forger: Forger, client: Client, **claims: Any) -> User:
    forger.comes(client, **{**CLAIMS, **claims})
    client.post(NEW)
    return ProviderAccount.objects.latest("pk").person


def begun(client: Client) -> tuple[Draft, str]:
    """A new draft, and the address of the page that asks who applies."""
    client.post(BEGIN)
    draft = Draft.objects.latest("created_at")
    form = definition_of(draft.version).form
    section = next(each for each in form.sections if any(f.id == "applicant" for f in each.fields))
    return draft, f"/nhap/{draft.pk}/{section.id}/"


def kept(draft: Draft) -> dict[str, Any]:
    return dict(Draft.objects.get(pk=draft.pk).answers)


def test_it_fills_the_form_and_is_not_asked(world: World, forger: Forger) -> None:
    client = Client()
    arrived(forger, client)
    draft, page = begun(client)
    assert kept(draft)["applicant"] == PERSON and kept(draft)["phone"] == "0935123456"
    place = kept(draft)["address"]
    assert places.ward_name(place["province"], place["ward"]) == "Phường Buôn Ma Thuột"
    text = client.get(page).text
    assert text.count("theo VNeID") >= 4
    for told in ("Trần Văn Mới", "20/11/1990", "Nam", "066090004321"):
        assert f"<strong>{told}</strong>" in text
    assert not re.search(r'name="applicant\.', text)


def test_what_is_posted_in_its_place_is_not_read(world: World, forger: Forger) -> None:
    client = Client()
    arrived(forger, client)
    draft, page = begun(client)
    forged = {
        "relation": "owner",
        "applicant.name": "Người Khác",
        "applicant.birth_date.day": "1",
        "applicant.birth_date.month": "1",
        "applicant.birth_date.year": "1970",
        "applicant.sex": "F",
        "applicant.identity": "066170000001",
        "phone": "0912345678",
    }
    for button in ("continue", "autosave", "reload"):
        client.post(page, {**forged, button: "1"})
        assert kept(draft)["applicant"] == PERSON
    assert kept(draft)["phone"] == "0935123456"


def test_the_engine_files_nothing_else(world: World, forger: Forger) -> None:
    """Whatever wrote the draft."""
    client = Client()
    owner = arrived(forger, client)
    said = {"applicant": PERSON, "phone": "0935123456"}
    for wrong in (
        {"applicant": {**PERSON, "name": "Người Khác"}},
        {"applicant": {**PERSON, "identity": "066170000001"}},
        {"applicant": {**PERSON, "birth_date": "1970-01-01"}},
        {"phone": "0912345678"},
        {"address": {**begun(client)[0].answers["address"], "detail": "Chỗ khác"}},
    ):
        draft = draft_of(world, owner=owner, **{**_placed(client), **said, **wrong})
        with pytest.raises(Incomplete, match="không giống thông tin của VNeID"):
            actions.submit(draft, owner)
    assert not Dossier.objects.exists()
    right = draft_of(world, owner=owner, **{**_placed(client), **said})
    assert actions.submit(right, owner).applicant_name == "Trần Văn Mới"


def _placed(client: Client) -> dict[str, Any]:
    return {"address": begun(client)[0].answers["address"]}


def test_a_draft_of_before_is_put_right_by_its_page(world: World, forger: Forger) -> None:
    client = Client()
    owner = arrived(forger, client)
    draft = draft_of(world, owner=owner, applicant={**PERSON, "name": "Tên Cũ"})
    refused = client.post(f"/nhap/{draft.pk}/kiem-tra/")
    assert refused.status_code == 422 and "không giống thông tin của VNeID" in refused.text
    page = begun(client)[1].replace(str(Draft.objects.latest("created_at").pk), str(draft.pk))
    assert "<strong>Trần Văn Mới</strong>" in client.get(page).text
    client.post(page, {"relation": "owner", "continue": "1"})
    assert kept(draft)["applicant"]["name"] == "Trần Văn Mới"


def test_what_is_not_stated_is_asked_as_ever(world: World, forger: Forger) -> None:
    client = Client()
    arrived(forger, client, gender=None, phone_number="không có", birthdate="hôm qua")
    draft, page = begun(client)
    text = client.get(page).text
    assert 'name="applicant.sex"' in text and 'name="applicant.birth_date.day"' in text
    assert 'name="applicant.name"' not in text
    typed = {
        "relation": "owner",
        "applicant.sex": "F",
        "applicant.birth_date.day": "5",
        "applicant.birth_date.month": "2",
        "applicant.birth_date.year": "1998",
    }
    client.post(page, {**typed, "continue": "1"})
    assert kept(draft)["applicant"] == {**PERSON, "sex": "F", "birth_date": "1998-02-05"}


def test_unlinked_it_is_asked_again(world: World, forger: Forger) -> None:
    client = Client()
    owner = arrived(forger, client)
    _draft, page = begun(client)
    ProviderAccount.objects.filter(person=owner).delete()
    text = client.get(page).text
    assert "theo VNeID" not in text and 'name="applicant.name"' in text


def test_it_is_todays_and_not_yesterdays(world: World, forger: Forger) -> None:
    """A name that was corrected over there."""
    client = Client()
    owner = arrived(forger, client)
    _draft, page = begun(client)
    forger.comes(Client(), **{**CLAIMS, "name": "Trần Văn Mới Sửa"})
    assert "<strong>Trần Văn Mới Sửa</strong>" in client.get(page).text
    assert stated.known_of(definition_of(world.version), owner)[0] == "VNeID"


def test_an_officer_at_the_counter_types_for_who_is_there(world: World, forger: Forger) -> None:
    forger.comes(Client())
    ProviderAccount.objects.create(
        person=world.lan, provider="vneid", subject_index="x", facts={"name": "Hoàng Thị Lan"}
    )
    draft = draft_of(world, owner=world.lan)
    draft.counter = world.centre
    draft.save()
    page = begun_page(draft)
    client = Client()
    client.force_login(world.lan)
    assert "theo VNeID" not in client.get(page).text
    dossier = actions.submit_at_counter(draft, world.lan, world.centre)
    assert dossier.applicant_name == answers()["applicant"]["name"]


def begun_page(draft: Draft) -> str:
    form = definition_of(draft.version).form
    section = next(each for each in form.sections if any(f.id == "applicant" for f in each.fields))
    return f"/nhap/{draft.pk}/{section.id}/"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Đắk Lắk", True),
        ("tỉnh đắk lắk", True),
        ("TỈNH ĐẮK LẮK", True),
        ("Lắk", False),
        ("", False),
    ],
)
def test_places_are_found_by_their_names(name: str, found: bool) -> None:
    assert (places.province_called(name) == "66") is found
    assert bool(places.ward_called("66", "Phường Buôn Ma Thuột"))
    assert places.ward_called("66", "Phường Không Có") == places.ward_called("", "") == ""


def test_officers_read_what_the_provider_stated_and_when(world: World, forger: Forger) -> None:
    """And of what was corrected since, nothing is said."""
    client = Client()
    owner = arrived(forger, client)
    said = {"applicant": PERSON, "phone": "0935123456", **_placed(client)}
    dossier = actions.submit(draft_of(world, owner=owner, **said), owner)
    assert "Trần" not in str(dossier.entries.get(act="submit").data)
    page = visiting(world.lan).get(f"/mot-cua/ho-so/{dossier.code}/").text
    row = owner.provider_accounts.get()
    moment = timezone.localtime(row.used_at).strftime("%H:%M %d/%m/%Y")
    assert page.count(f"theo VNeID, lúc {moment}") == 3, "the person, the number and the address"
    actions.amend(dossier, owner, {"phone": "0912345678"})
    assert set(stated.of_dossier(dossier)) == {"applicant", "address"}


def test_of_what_was_typed_nothing_is_said(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    assert stated.of_dossier(dossier) == {}
    assert "theo VNeID" not in visiting(world.lan).get(f"/mot-cua/ho-so/{dossier.code}/").text
