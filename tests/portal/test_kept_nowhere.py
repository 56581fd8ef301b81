"""What was drawn for somebody stays in no browser: not stored, and cleared when the session ends
(finding 19).
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from config import settings as stated
from organisations.models import User
from tests.people import World, draft_of
from tests.portal.conftest import visiting
from workflows import actions

PASSWORD = "mat-khau-rat-dai"


def kept(answer: Any) -> str:
    return str(answer.headers.get("Cache-Control", ""))


def test_no_page_of_somebody_signed_in_is_stored(world: World) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    root = User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc")
    citizen, officer, administrator = visiting(world.huong), visiting(world.lan), visiting(root)
    pages = [
        (citizen, reverse("portal:dossier", args=[dossier.code])),
        (citizen, "/ho-so/"),
        (citizen, "/"),
        (citizen, "/khong-co/"),
        (officer, "/mot-cua/"),
        (officer, "/tai-khoan/"),
        (administrator, "/quan-tri/"),
        (administrator, "/quan-tri/organisations/user/"),
        (citizen, "/quan-tri/"),
    ]
    assert [path for client, path in pages if "no-store" not in kept(client.get(path))] == []
    assert "no-store" in kept(citizen.post("/tai-khoan/mat-khau/", {}))


def test_pages_of_strangers_are_theirs_to_keep(world: World) -> None:
    assert "no-store" not in kept(Client().get("/")) and "no-store" not in kept(
        Client().get("/thu-tuc/diploma-copy/")
    )


@pytest.mark.parametrize("way", ["sign_out", "sign_out_everywhere"])
def test_signing_out_clears_what_the_browser_kept(world: World, way: str) -> None:
    client = Client()
    client.post("/dang-nhap/", {"username": "huong", "password": PASSWORD})
    answer = client.post(reverse(f"portal:{way}"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"' and "no-store" in kept(answer)
    assert "known" in client.cookies  # this browser stays a known one
    assert "Clear-Site-Data" not in client.get("/").headers


def test_being_idle_does_too(world: World) -> None:
    client = visiting(world.lan)
    session = client.session
    session["seen"] = time.time() - 2 * 3600
    session.save()
    assert client.get("/mot-cua/").headers["Clear-Site-Data"]


def test_subdomains_are_bound_by_setting_only() -> None:
    assert not getattr(stated, "SECURE_HSTS_INCLUDE_SUBDOMAINS", False)


@pytest.mark.parametrize(
    ("bound", "said"), [(False, "max-age=31536000"), (True, "max-age=31536000; includeSubDomains")]
)
def test_browsers_are_told_how_far_tls_goes(
    world: World, settings: Any, bound: bool, said: str
) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, bound
    assert Client().get("/", secure=True).headers["Strict-Transport-Security"] == said
