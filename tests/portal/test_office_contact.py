"""At the end of every page: whom to ask, when and where; help, personal data, accessibility."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from organisations.calendar_models import WorkingHours
from organisations.models import Authority
from portal.wording import office_contact
from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.portal.test_language import in_english
from tests.portal.test_language_walk import left_in_vietnamese
from workflows import actions

PAGES = ["/", "/tra-cuu/", "/kiem-tra/", "/thong-ke/", "/dang-nhap/", "/khong-co-trang/"]
ABOUT = ["/tro-giup/", "/du-lieu-ca-nhan/", "/tiep-can/"]


def foot(client: Client, address: str) -> str:
    return client.get(address).text.split("<footer")[1]


@pytest.mark.parametrize("address", PAGES + ABOUT)
def test_every_page_ends_with_whom_to_ask(world: World, stranger: Client, address: str) -> None:
    said = foot(stranger, address)
    assert "Trung tâm Phục vụ hành chính công tỉnh Đắk Lắk" in said
    assert 'href="tel:02620000002"' in said and "09 Lê Duẩn" in said
    assert "07:30–11:30, 13:00–17:00" in said
    for page in ABOUT:
        assert f'href="{page}"' in said


def test_a_procedure_and_a_dossier_name_the_office_that_decides(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    for client, address in (
        (Client(), "/thu-tuc/diploma-copy/"),
        (visiting(world.huong), f"/ho-so/{dossier.code}/"),
        (visiting(world.lan), f"/mot-cua/ho-so/{dossier.code}/"),
    ):
        said = foot(client, address)
        assert "Sở Giáo dục và Đào tạo Đắk Lắk" in said, address
        assert 'href="tel:02620000050"' in said, address


def test_what_is_not_written_is_not_said(world: World, stranger: Client) -> None:
    world.centre.phone = world.centre.email = world.centre.address = ""
    world.centre.save()
    said = foot(stranger, "/")
    assert "Trung tâm Phục vụ hành chính công" in said
    assert "tel:" not in said and "mailto:" not in said and "Lê Duẩn" not in said


def test_hours_are_the_offices_own_in_force_today(world: World, stranger: Client) -> None:
    foot(stranger, "/")  # kept by the process until the hours change
    WorkingHours.objects.create(
        authority=world.centre,
        valid_from=dt.date(2026, 1, 1),
        morning_start=dt.time(7),
        morning_end=dt.time(11),
    )
    assert "07:00–11:00, 13:00–17:00" in foot(stranger, "/")


def test_a_centre_that_works_no_longer_is_not_named(world: World, stranger: Client) -> None:
    world.centre.valid_to = timezone.localdate() - dt.timedelta(days=1)
    world.centre.save()
    said = foot(stranger, "/")
    assert "Trung tâm Phục vụ" not in said and "Sở Giáo dục và Đào tạo Đắk Lắk" in said


def test_a_site_without_offices_says_nothing_and_breaks_nothing(db: Any, stranger: Client) -> None:
    Authority.objects.all().delete()
    office_contact._forget()
    said = foot(stranger, "/")
    assert "<address" not in said and "/tro-giup/" in said


def test_a_change_by_another_process_is_read_within_a_minute(
    world: World, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    foot(stranger, "/")
    Authority.objects.filter(pk=world.centre.pk).update(phone="02623811811")
    assert "02623811811" not in foot(stranger, "/")
    later = office_contact.time.monotonic() + office_contact.KEPT + 1
    monkeypatch.setattr(office_contact.time, "monotonic", lambda: later)
    assert "02623811811" in foot(stranger, "/")


def test_a_process_asks_for_an_office_once_a_minute(
    world: World, stranger: Client, django_assert_num_queries: Any
) -> None:
    assert "tel:02620000002" in foot(stranger, "/k/7K2M-Q9ZD-4XWE")
    with django_assert_num_queries(0):
        assert office_contact.contact_of(None)


@pytest.mark.parametrize("address", ABOUT)
def test_the_pages_about_the_portal_are_english_in_english(world: World, address: str) -> None:
    assert not left_in_vietnamese(in_english(), address, world.centre.address)
