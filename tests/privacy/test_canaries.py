"""Forty people (200: FAULTS=long) whose numbers appear nowhere else: they must not turn up where
they do not belong.

Filing through the pages, following, the office's search and desk, documents and letters; pages that
break, workers that crash, letters that fail; every logger at DEBUG, the statements of the database
too.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import os
import re
import smtplib
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from celery.app.task import Task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.signals import request_started
from django.db import connection
from django.test import Client
from django.utils import timezone

from config.logs import Lines
from documents.conversion import converter
from filestore import sealed
from notifications import contact_codes
from operation import file_keys
from scripts.services import postgres_programs
from tests.identity.forger import Forger
from tests.identity.offered import offer
from tests.people import World, answers, make_world
from tests.portal.conftest import decide, visiting
from tests.workflows.two_sign import link_in
from workflows import actions
from workflows.models import Dossier, Draft, Effect

PEOPLE = 200 if os.environ.get("FAULTS") == "long" else 40
WHOLE = 2  # go the whole way to the sealed document

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@dataclass(frozen=True)
class Canary:
    """A person who exists in one dossier only."""

    number: int

    @property
    def identity(self) -> str:
        return f"066198{self.number:06d}"

    @property
    def phone(self) -> str:
        return f"0977{self.number:06d}"

    @property
    def email(self) -> str:
        return f"chim-yen-{self.number}@bimat.example"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What lies sealed in the database."""
        return (self.identity, self.phone, self.email, f"Ngõ Chim Yến {self.number}")

    def draft(self, world: World) -> Draft:
        person = {
            "name": f"Lê Thị Chim Yến {chr(65 + self.number % 26)}",
            "birth_date": "1998-02-05",
            "sex": "F",
        }
        said = answers(
            applicant={**person, "identity": self.identity}, phone=self.phone, email=self.email
        )
        said["address"] = {**said["address"], "detail": f"Ngõ Chim Yến {self.number}"}
        return Draft.objects.create(owner=world.huong, version=world.version, answers=said)


CANARIES = [Canary(700_000 + number * 37) for number in range(PEOPLE)]


class Nets:
    """Where they could turn up."""

    def __init__(self) -> None:
        self.lines = io.StringIO()
        self.addresses: list[str] = []
        self.broker: list[str] = []
        self.error_pages: list[str] = []

    def hits(
        self, text: str, secrets: Any = lambda canary: (*canary.secrets, "Chim Yến")
    ) -> list[str]:
        return [secret for canary in CANARIES for secret in secrets(canary) if secret in text]


@pytest.fixture
def nets(monkeypatch: Any, tmp_path: Path) -> Iterator[Nets]:
    """Everything that is logged, asked for, rung, cached or left in the folder for temporary
    files.
    """
    found = Nets()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    handler = logging.StreamHandler(found.lines)
    handler.setFormatter(Lines())
    root, statements = logging.getLogger(), logging.getLogger("django.db.backends")
    level = root.level
    root.addHandler(handler)
    for logger in (root, statements):
        logger.setLevel(logging.DEBUG)
    connection.force_debug_cursor = True
    real = Task.apply_async

    def rung(task: Any, *given: Any, **named: Any) -> Any:
        found.broker.append(f"{task.name} {given} {named}")
        return real(task, *given, **named)

    def asked(environ: dict[str, Any] | None = None, scope: Any = None, **_more: Any) -> None:
        found.addresses.append(
            f"{(environ or {}).get('PATH_INFO')}?{(environ or {}).get('QUERY_STRING')}"
        )

    monkeypatch.setattr(Task, "apply_async", rung)
    request_started.connect(asked, weak=False, dispatch_uid="canaries")
    yield found
    request_started.disconnect(dispatch_uid="canaries")
    connection.force_debug_cursor = False
    root.setLevel(level)
    statements.setLevel(logging.NOTSET)
    root.removeHandler(handler)


def test_no_canary_is_found_outside_its_own_dossier(
    nets: Nets, tmp_path: Path, monkeypatch: Any
) -> None:
    world = make_world()
    huong, lan, stranger = visiting(world.huong), visiting(world.lan), Client()
    for canary in CANARIES:
        pk = canary.draft(world).pk
        assert huong.post(f"/nhap/{pk}/kiem-tra/").status_code == 302
    filed = list(Dossier.objects.order_by("id"))
    assert len(filed) == PEOPLE
    for canary, dossier in zip(CANARIES[:10], filed, strict=False):
        assert (
            dossier.code
            in lan.post("/mot-cua/tim/", {"q": canary.identity}, follow=True).content.decode()
        )
        assert (
            stranger.post("/tra-cuu/", {"code": dossier.code, "fact": canary.phone}).status_code
            == 200
        )
        assert canary.identity in huong.get(f"/ho-so/{dossier.code}/").content.decode()
    for dossier in filed[:WHOLE]:
        whole_way(world, dossier)
    what_goes_wrong(world, huong, lan, filed[WHOLE], nets, monkeypatch)

    assert nets.hits(nets.lines.getvalue()) == []
    assert "django.db.backends" in nets.lines.getvalue()  # the statements were listened to
    assert nets.hits("\n".join(nets.addresses)) == [] and len(nets.addresses) > PEOPLE
    assert nets.hits("\n".join(nets.broker)) == [] and len(nets.broker) > PEOPLE
    assert nets.hits("\n".join(nets.error_pages)) == [] and len(nets.error_pages) == 2
    assert nets.hits(repr(getattr(cache, "_cache", ""))) == []
    assert nets.hits(repr(list(Effect.objects.values_list("key", "payload", "last_error")))) == []
    left = b"".join(
        path.read_bytes() for path in (tmp_path / "temporary").rglob("*") if path.is_file()
    )
    assert nets.hits(left.decode(errors="replace")) == []
    in_database(nets)
    in_stores(nets)


def test_who_comes_from_a_provider_is_found_nowhere(
    nets: Nets, tmp_path: Path, settings: Any
) -> None:
    """Neither what was stated of them nor the provider's own number; not while they wait either."""
    make_world()
    settings.SITE_URL = "http://testserver"
    with Forger() as provider:
        offer(settings, provider.issuer)
        settings.IDENTITY_PROVIDERS["vneid"]["claims"] |= {
            "identity": "identity_number",
            "phone": "phone_number",
            "street": "street",
        }
        for canary in CANARIES[:10]:
            client = Client()
            said = {"sub": f"{canary.email}", "name": "Lê Thị Chim Yến"}
            said |= {"identity_number": canary.identity, "phone_number": canary.phone}
            provider.comes(client, street=f"Ngõ Chim Yến {canary.number}", **said)
            if canary.number % 2:
                continue  # waits
            assert client.post("/dang-ky/bang-dinh-danh/").status_code == 302
            assert provider.comes(Client(), **said).url == "/"
            provider.comes(Client(), **{**said, "sub": "another"})
    sessions = [str(one.get_decoded()) for one in Session.objects.all()]
    assert len(sessions) >= 10 and nets.hits("\n".join(sessions)) == []
    assert nets.hits(nets.lines.getvalue()) == []
    assert nets.hits("\n".join(nets.addresses)) == [] and len(nets.addresses) > 20
    assert nets.hits("\n".join(nets.broker)) == []
    assert nets.hits(repr(getattr(cache, "_cache", ""))) == []
    in_database(nets)


def test_who_signs_up_by_telephone_is_found_nowhere(
    nets: Nets, tmp_path: Path, monkeypatch: Any
) -> None:
    """Code and number: not in logs, addresses, broker, sessions or the database."""
    make_world()
    texts: list[str] = []
    monkeypatch.setattr("notifications.channels.sms.is_offered", lambda: True)
    monkeypatch.setattr(
        "notifications.channels.sms.send_now", lambda number, text: texts.append(text)
    )
    born = {"day": "5", "month": "2", "year": "1998"}
    for canary in CANARIES[:10]:
        client = Client()
        client.post("/dang-ky/", {"contact": canary.phone})
        contact_codes.sweep()
        client.post("/ma-xac-nhan/", {"code": texts[-1][:6]})
        made = client.post("/dang-ky/tai-khoan/", {"full_name": "Lê Thị Chim Yến", **born})
        assert made.status_code == 302
        Client().post("/dang-nhap/bang-ma/", {"contact": canary.phone})
        Client().post("/dang-nhap/", {"username": canary.phone, "password": "sai"})
    codes = [text[:6] for text in texts]
    assert len(set(codes)) >= 10
    told = [
        nets.lines.getvalue(),
        *nets.addresses,
        *nets.broker,
        repr(getattr(cache, "_cache", "")),
    ]
    told += [repr(one.get_decoded()) for one in Session.objects.all()]
    assert nets.hits("\n".join(told)) == []
    assert not [code for code in codes if re.search(rf"\b{code}\b", "\n".join(told))]
    in_database(nets)


#: A name of this test alone: the database's file keeps, in pages that are free, what others wrote
#: and took away, and an applicant's name stands in it in clear.
CHILD = "Vành Khuyên Nâu"


def test_whom_one_applies_for_and_invites_is_found_nowhere(nets: Nets) -> None:
    """A child's facts, and the contact of who is asked for a mandate."""
    huong = visiting(make_world().huong)
    born = {"day": "5", "month": "2", "year": "2012"}
    until = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    page = "/tai-khoan/nop-thay/them/?loai="
    for canary in CANARIES[:10]:
        name = {"name": f"Lê Thị {CHILD}"}
        kept = huong.post(f"{page}con", {**name, **born, "number": canary.identity})
        asked = huong.post(f"{page}uy-quyen", {**name, "contact": canary.email, "until": until})
        assert (kept.status_code, asked.status_code) == (302, 302)
        contact_codes.sweep()
        link = link_in(mail.outbox[-1].body)
        thief = Client()
        thief.post(link)
        thief.post("/ma-xac-nhan/", {"code": "sai"})
    assert CHILD in huong.get("/tai-khoan/nop-thay/").text
    hits = partial(nets.hits, secrets=lambda canary: (*canary.secrets, CHILD))
    told = [nets.lines.getvalue(), *nets.addresses, *nets.broker]
    told += [repr(one.get_decoded()) for one in Session.objects.all()]
    assert hits("\n".join(told)) == []
    text = database_text()
    assert "Nguyễn Thị Hường" in text and hits(text) == []


def whole_way(world: World, dossier: Dossier) -> None:
    """Accepted with a slip, a supplement asked and brought, matched, signed, sealed, issued."""
    decide(dossier, world.lan, "supplement", "Bổ sung giấy tờ")
    dossier.refresh_from_db()
    actions.supply(dossier, world.huong, {**dossier.answers, "copies": 3})
    decide(dossier, world.lan, "accept")
    decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, world.dung, "approve")
    decide(dossier, world.anh, "seal")


def what_goes_wrong(
    world: World, huong: Client, lan: Client, dossier: Dossier, nets: Nets, patch: Any
) -> None:
    """Pages that break while they hold a person's data; a worker that crashes; a mail server that
    names people.
    """

    def breaks(*given: Any, **named: Any) -> Any:
        raise ValueError(f"{dossier.answers} {dossier.applicant_phone}")

    def refuses(*given: Any, **named: Any) -> Any:
        raise smtplib.SMTPRecipientsRefused(
            {dossier.applicant_email: (450, dossier.applicant_email.encode())}
        )

    for browser in (huong, lan):
        browser.raise_request_exception = False
    with patch.context() as broken:
        broken.setattr("portal.office.dossier.page.page_of", breaks)
        broken.setattr("portal.citizen.dossiers.summarise", breaks)
        for answer in (
            lan.get(f"/mot-cua/ho-so/{dossier.code}/"),
            huong.get(f"/ho-so/{dossier.code}/"),
        ):
            assert answer.status_code == 500
            nets.error_pages.append(answer.content.decode())
    with patch.context() as broken:
        broken.setattr(converter, "to_pdfa", breaks)
        broken.setattr("django.core.mail.message.EmailMessage.send", refuses)
        decide(dossier, world.lan, "accept")
    assert Effect.objects.filter(last_error="ValueError").exists()


def in_stores(nets: Nets) -> None:
    """Papers, slips and copies: none lies there as a PDF, a picture or a Word file that somebody
    could open.
    """
    lying = [
        path.read_bytes()
        for alias in file_keys.sealed_stores()
        for path in _files_of(storages[alias].location)
    ]
    assert len(lying) >= WHOLE * 4  # a slip and a copy each, as Word and as PDF
    assert all(content.startswith(sealed.FORM) for content in lying)
    assert not any(
        magic in content
        for content in lying
        for magic in (b"%PDF", b"word/document.xml", b"\xff\xd8\xff\xe0")
    )
    assert nets.hits(b"".join(lying).decode(errors="replace")) == []


def _files_of(folder: str) -> list[Path]:
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def in_database(nets: Nets) -> None:
    """Names are there, numbers are not."""
    text = database_text()
    assert "Chim Yến" in text  # the search finds what is in clear
    assert nets.hits(text, lambda canary: canary.secrets) == []
    assert settings.INDEX_KEY not in text and settings.FIELD_KEYS[0] not in text


def database_text() -> str:
    """The database's own files (SQLite with its WAL) or a dump (PostgreSQL)."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        content = b"".join(
            path.read_bytes() for path in Path(name).parent.glob(Path(name).name + "*")
        )
    else:
        programs, given = postgres_programs(), connection.settings_dict
        assert programs is not None
        address = f"postgres://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
        content = subprocess.run(
            [programs / "pg_dump", address], capture_output=True, check=True
        ).stdout
    return content.decode(errors="replace")
