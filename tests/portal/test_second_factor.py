"""Officers need their telephone beside the password, and again to sign or seal."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import portal
from organisations.models import User
from portal.demo.load import settle
from portal.http import second_factor
from tests.documents.conftest import demo_authority_seals, demo_seal_folder  # noqa: F401 - fixtures
from tests.people import World, draft_of
from tests.portal.conftest import decide
from workflows import actions
from workflows.models import Dossier, Entry, WorkItem

PASSWORD = "mat-khau-rat-dai"


@pytest.fixture
def site(world: World, settings: Any) -> World:
    settings.SECOND_FACTOR = True
    return world


def code_of(secret: str, later: int = 0) -> str:
    """What the telephone shows now, or some half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def signed_in(user: User) -> Client:
    """With the password only."""
    client = Client()
    answer = client.post("/dang-nhap/", {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def registered(client: Client) -> str:
    """The telephone is registered by its first code; its secret."""
    page = client.get("/dang-nhap/dang-ky-dien-thoai/")
    secret: str = page.context["secret"]
    answer = client.post("/dang-nhap/dang-ky-dien-thoai/", {"code": code_of(secret)})
    assert answer.status_code == 200 and len(answer.context["codes"]) == 10
    return secret


def test_a_password_alone_opens_no_page_of_an_officer(site: World) -> None:
    client = signed_in(site.dung)
    for path in ("/mot-cua/", "/ho-so/", "/thong-bao/"):
        answer = client.get(path)
        assert answer.status_code == 302 and answer.url.startswith("/dang-nhap/ma/?next=")
    assert client.get("/dang-nhap/ma/").url == "/dang-nhap/dang-ky-dien-thoai/"


def test_a_citizen_is_not_asked(site: World) -> None:
    assert signed_in(site.huong).get("/ho-so/").status_code == 200


def test_the_first_code_registers_the_telephone_and_opens_the_desk(site: World) -> None:
    client = signed_in(site.dung)
    before = client.session.session_key
    registered(client)
    assert client.get("/mot-cua/").status_code == 200
    assert client.session.session_key != before
    stored = Authenticator.objects.get(user=site.dung, type="totp").data["secret"]
    assert second_factor.NEW_SECRET not in client.session and len(stored) > 40


def test_the_secret_is_not_in_the_database_in_clear(site: World) -> None:
    secret = registered(signed_in(site.dung))
    assert all(secret not in str(row.data) for row in Authenticator.objects.all())


def test_the_next_sign_in_asks_for_a_code_and_takes_each_once(site: World) -> None:
    secret = registered(signed_in(site.dung))
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=2)):
        client, thief = signed_in(site.dung), signed_in(site.dung)
        wrong = client.post("/dang-nhap/ma/", {"code": "000000", "next": "/mot-cua/"})
        assert wrong.status_code == 422 and client.get("/mot-cua/").status_code == 302
        code = code_of(secret)
        assert client.post("/dang-nhap/ma/", {"code": code, "next": "/mot-cua/"}).url == "/mot-cua/"
        assert client.get("/mot-cua/").status_code == 200
        cache.clear()  # another web process, which has seen nothing
        assert thief.post("/dang-nhap/ma/", {"code": code}).status_code == 422
        assert thief.get("/mot-cua/").status_code == 302


@pytest.mark.parametrize("later", [15, 30, 45, 59])
@pytest.mark.parametrize("hour", [10, 0])
def test_a_code_is_not_taken_again_across_the_hour_by_a_process_that_saw_nothing(
    site: World, hour: int, later: int
) -> None:
    """Finding 15: taken at 09:59:50, again at 10:00:05 while the telephone's neighbours still
    fit.
    """
    secret = registered(signed_in(site.dung))
    full = dt.datetime(2026, 12, 31, hour, tzinfo=dt.UTC).timestamp()
    with time_machine.travel(full - 10, tick=False):
        first, second, code = signed_in(site.dung), signed_in(site.dung), code_of(secret)
        assert first.post("/dang-nhap/ma/", {"code": code}).status_code == 302
    cache.clear()
    with time_machine.travel(full - 10 + later, tick=False):
        assert second.post("/dang-nhap/ma/", {"code": code}).status_code == 422


def test_an_earlier_code_is_not_taken_after_a_later_one(site: World) -> None:
    secret = registered(signed_in(site.dung))
    first, second = signed_in(site.dung), signed_in(site.dung)
    with time_machine.travel(time.time() + 600, tick=False):
        assert first.post("/dang-nhap/ma/", {"code": code_of(secret, 1)}).status_code == 302
        for earlier in (0, -1):
            assert (
                second.post("/dang-nhap/ma/", {"code": code_of(secret, earlier)}).status_code == 422
            )
    with time_machine.travel(time.time() + 660, tick=False):
        assert second.post("/dang-nhap/ma/", {"code": code_of(secret)}).status_code == 302


@pytest.mark.parametrize("code", ["", "0", "abcdef", "１２３４５６", "-1", "1" * 20, "é"])
def test_what_is_no_code_is_told_so(site: World, code: str) -> None:
    registered(signed_in(site.dung))
    assert signed_in(site.dung).post("/dang-nhap/ma/", {"code": code}).status_code == 422


def test_guessing_ends_after_ten_tries_even_with_the_right_code(site: World) -> None:
    secret = registered(signed_in(site.dung))
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=2), tick=False):
        client = signed_in(site.dung)
        for number in range(10):
            client.post("/dang-nhap/ma/", {"code": f"00000{number}"})
        assert client.post("/dang-nhap/ma/", {"code": code_of(secret)}).status_code == 422


def test_a_recovery_code_works_once(site: World) -> None:
    client = signed_in(site.dung)
    page = client.get("/dang-nhap/dang-ky-dien-thoai/")
    ready = client.post("/dang-nhap/dang-ky-dien-thoai/", {"code": code_of(page.context["secret"])})
    spare = ready.context["codes"][3]
    assert signed_in(site.dung).post("/dang-nhap/ma/", {"code": spare}).status_code == 302
    assert signed_in(site.dung).post("/dang-nhap/ma/", {"code": spare}).status_code == 422


def test_a_registered_telephone_cannot_be_replaced_by_whoever_knows_the_password(
    site: World,
) -> None:
    registered(signed_in(site.dung))
    thief = signed_in(site.dung)
    assert thief.get("/dang-nhap/dang-ky-dien-thoai/").url == "/dang-nhap/ma/"
    assert thief.post("/dang-nhap/dang-ky-dien-thoai/", {"code": "123456"}).status_code == 302
    assert thief.get("/mot-cua/").status_code == 302


def ready_to_sign(site: World) -> WorkItem:
    dossier = decide(actions.submit(draft_of(site), site.huong), site.lan, "accept")
    decide(dossier, site.binh, "found", match=str(site.diploma.pk))
    return WorkItem.objects.get(process=dossier, finished__isnull=True)


def test_signing_asks_again_when_the_code_is_old_and_keeps_what_was_typed(site: World) -> None:
    item = ready_to_sign(site)
    client = signed_in(site.dung)
    secret = registered(client)
    page = f"/mot-cua/viec/{item.pk}/"
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=11), tick=False):
        sent = {
            "do-outcome": "approve",
            "do-decide": "1",
            "do-key": "k" * 32,
            "reason-send_back": "Giữ lại câu này.",
        }
        asked = client.post(page, sent)
        assert asked.status_code == 422
        assert (
            "factor_code" in asked.content.decode() and "Giữ lại câu này." in asked.content.decode()
        )
        assert not Entry.objects.filter(dossier=item.process_id, act="approve").exists()
        wrong = client.post(page, {**sent, "factor_code": "000000"})
        assert wrong.status_code == 422 and "Mã không đúng, đã dùng" in wrong.text
        assert client.post(page, {**sent, "factor_code": code_of(secret)}).status_code == 302
    assert Entry.objects.filter(dossier=item.process_id, act="approve").count() == 1


def test_an_ordinary_act_does_not_ask_again(site: World) -> None:
    dossier = actions.submit(draft_of(site), site.huong)
    item = WorkItem.objects.get(process=dossier)
    client = signed_in(site.lan)
    registered(client)
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=20), tick=False):
        answer = client.post(
            f"/mot-cua/viec/{item.pk}/",
            {"do-outcome": "accept", "do-decide": "1", "do-key": "k" * 32},
        )
    assert answer.status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).accepted_at is not None


def test_the_administration_asks_for_the_telephone_too(site: World) -> None:
    User.objects.create_superuser("goc", "g@example.vn", PASSWORD, full_name="Gốc")
    client = signed_in(User.objects.get(username="goc"))
    assert (
        client.get("/quan-tri/", follow=True).redirect_chain[-1][0]
        == "/dang-nhap/dang-ky-dien-thoai/"
    )
    registered(client)
    assert client.get("/quan-tri/").status_code == 200
    assert (
        Client()
        .get("/quan-tri/", follow=True)
        .redirect_chain[-1][0]
        .startswith("/dang-nhap/?next=")
    )


def test_taking_the_read_log_away_asks_again(site: World) -> None:
    """Who looked at whose data leaves the house as a file: the code must be fresh, to look on the
    page it need not.
    """
    root = User.objects.create_superuser("goc", "g@example.vn", PASSWORD, full_name="Gốc")
    client = signed_in(root)
    secret = registered(client)
    page, sent = (
        reverse("admin:privacy_who_read"),
        {
            "dossier": "H15.50-1",
            "start": "2026-01-01",
            "end": "2026-12-31",
        },
    )
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=11), tick=False):
        assert client.post(page, sent).status_code == 200
        asked = client.post(page, {**sent, "csv": "1"})
        assert asked.status_code == 422 and "factor_code" in asked.content.decode()
        assert "H15.50-1" in asked.content.decode()
        given = client.post(page, {**sent, "csv": "1", "factor_code": code_of(secret)})
        assert given.status_code == 200 and given["Content-Type"].startswith("text/csv")


@pytest.mark.usefixtures("demo_authority_seals")
def test_revoking_asks_again_and_keeps_what_was_typed(site: World) -> None:
    item = ready_to_sign(site)
    decide(item.process, site.dung, "approve")
    decide(item.process, site.anh, "seal")
    settle()
    copy = item.process.documents.get(kind="copy").document
    client = signed_in(site.dung)
    secret = registered(client)
    page = reverse("portal:revoke", args=[copy.code])
    sent = {"ground": "issued_wrongly", "detail": "Giữ lại câu này.", "key": "k" * 32}
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=11), tick=False):
        asked = client.post(page, sent)
        assert asked.status_code == 422
        assert (
            "factor_code" in asked.content.decode() and "Giữ lại câu này." in asked.content.decode()
        )
        assert not Entry.objects.filter(act="revoke").exists()
        assert client.post(page, {**sent, "factor_code": code_of(secret)}).status_code == 302
    assert Entry.objects.filter(act="revoke").count() == 1


def test_an_administrator_can_let_somebody_begin_anew(site: World) -> None:
    root = User.objects.create_superuser("goc", "g@example.vn", PASSWORD, full_name="Gốc")
    client = signed_in(site.dung)
    registered(client)
    with pytest.raises(CommandError, match="no administrator"):
        call_command("reset_second_factor", "dung", by="lan")
    call_command("reset_second_factor", "dung", by=root.username)
    assert not Authenticator.objects.exists()
    assert client.get("/mot-cua/").status_code == 302
    assert not any(
        s.get_decoded().get("_auth_user_id") == str(site.dung.pk) for s in Session.objects.all()
    )


def test_the_people_of_a_demo_are_not_asked(world: World, settings: Any) -> None:
    assert settings.DEMO and not settings.SECOND_FACTOR
    assert signed_in(world.dung).get("/mot-cua/").status_code == 200


def test_no_code_is_asked_for_and_counts_as_no_try(site: World) -> None:
    client = signed_in(site.dung)
    for page in ("/dang-nhap/dang-ky-dien-thoai/", "/dang-nhap/ma/"):
        for _again in range(12):
            answer = client.post(page, {"code": " "})
            assert (
                answer.status_code == 422
                and "Hãy nhập sáu chữ số" in answer.text
                and "is-wrong" in answer.text
            )
        if page.endswith("thoai/"):
            secret = registered(client)
    later = signed_in(site.dung)
    assert later.post("/dang-nhap/ma/", {"code": code_of(secret, later=1)}).status_code == 302


def test_wherever_a_code_is_asked_for_a_wrong_one_is_told_to_be_wrong() -> None:
    asking = [
        path
        for path in Path(portal.__path__[0]).rglob("*.py")
        if "not step_up(request)" in path.read_text()
    ]
    assert len(asking) > 8
    assert [path.name for path in asking if "why_not(" not in path.read_text()] == []
