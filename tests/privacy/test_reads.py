"""Whoever looks at somebody else's data leaves one entry; the question who did is one statement."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.models import User
from portal.http.access import OFFICE_DOSSIER, OFFICE_TASK, READ
from portal.office.urls import routes
from privacy import reads
from privacy.models import ReadEntry
from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.portal.test_dossiers import issue
from workflows import actions
from workflows.models import Dossier, WorkItem

NUMBER = "066198001234"
LONG_AGO, FAR = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


def test_every_page_of_an_officer_about_one_dossier_leaves_one_entry(
    world: World, dossier: Dossier
) -> None:
    lan, item = visiting(world.lan), WorkItem.objects.get(process=dossier, finished__isnull=True)
    asked = 0
    for address in routes:
        declared = address.callback.declared  # type: ignore[attr-defined]
        if declared.of not in (OFFICE_DOSSIER, OFFICE_TASK) or not set(READ) <= set(
            declared.methods
        ):
            continue
        given = {"code": dossier.code} if declared.of is OFFICE_DOSSIER else {"pk": item.pk}
        if "slug" in address.pattern.converters:
            continue  # the queue of a round: tests/portal/test_round_checking.py
        answer = lan.get(reverse(f"portal:{address.name}", kwargs=given))
        if answer.status_code == 302:
            continue  # not at this step: it leads on to the task's own page, which leaves the entry
        if answer.status_code == 404:
            continue  # a calendar without a promised day
        # no preview yet at this step: the page says so
        assert answer.status_code in (200, 422), address.name
        asked += 1
        last = ReadEntry.objects.order_by("-id")[0]
        assert ReadEntry.objects.count() == asked, address.name
        assert (last.reader, last.dossier, last.what.split()[0]) == (
            world.lan,
            dossier,
            address.name,
        )
    assert asked >= 2


def test_papers_and_documents_leave_an_entry_and_ones_own_do_not(
    world: World, dossier: Dossier
) -> None:
    done = issue(world, dossier)
    document = done.documents.get(kind="copy").document
    address = f"/van-ban/{document.code}/"
    before = ReadEntry.objects.count()
    assert visiting(world.huong).get(address).status_code == 200
    assert visiting(world.huong).get(f"/ho-so/{dossier.code}/").status_code == 200
    assert ReadEntry.objects.count() == before
    assert visiting(world.binh).get(address).status_code == 200
    entry = ReadEntry.objects.order_by("-id")[0]
    assert (entry.reader, entry.dossier, entry.what) == (
        world.binh,
        dossier,
        f"document {document.symbol}",
    )
    assert visiting(world.dung).get(f"/mot-cua/van-ban/{document.code}/thu-hoi/").status_code == 200
    entry = ReadEntry.objects.order_by("-id")[0]
    assert (entry.reader, entry.dossier, entry.what) == (world.dung, dossier, "revoke")


def test_what_was_refused_or_only_leads_on_leaves_none(world: World, dossier: Dossier) -> None:
    assert visiting(world.huong).get(f"/mot-cua/ho-so/{dossier.code}/").status_code in (403, 404)
    lan, item = visiting(world.lan), WorkItem.objects.get(process=dossier, finished__isnull=True)
    assert lan.post(f"/mot-cua/viec/{item.pk}/nhan/").status_code == 302
    assert not ReadEntry.objects.exists()
    assert lan.get(f"/mot-cua/ho-so/{dossier.code}/").status_code == 200
    assert ReadEntry.objects.count() == 1


def test_a_page_whose_entry_cannot_be_written_is_not_shown(
    world: World, dossier: Dossier, monkeypatch: Any
) -> None:
    def broken(*given: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(reads, "write", broken)
    lan = visiting(world.lan)
    lan.raise_request_exception = False
    answer = lan.get(f"/mot-cua/ho-so/{dossier.code}/")
    assert answer.status_code == 500
    assert "Nguyễn" not in answer.content.decode()


def test_the_administration_leaves_entries_too(world: World, dossier: Dossier) -> None:
    chief = User.objects.create_superuser(
        "chief", "chief@example.vn", "mat-khau-rat-dai", full_name="Quản trị"
    )
    admin = visiting(chief)
    world.huong.identity_number = NUMBER
    world.huong.save()
    assert admin.get(f"/quan-tri/workflows/dossier/{dossier.pk}/change/").status_code == 200
    assert admin.get(f"/quan-tri/organisations/user/{world.huong.pk}/change/").status_code == 200
    assert [entry.what for entry in ReadEntry.objects.order_by("id")] == [
        f"admin workflows_dossier {dossier.pk}",
        f"admin organisations_user {world.huong.pk}",
    ]
    assert reads.of_person(NUMBER, LONG_AGO, FAR).count() == 2


@pytest.mark.parametrize(
    "change", ["UPDATE privacy_readentry SET what = 'x'", "DELETE FROM privacy_readentry"]
)
@pytest.mark.usefixtures("tables_owner")
def test_the_database_refuses_to_change_an_entry(
    world: World, dossier: Dossier, change: str
) -> None:
    reads.write(world.lan, [reads.Seen("page", dossier)])
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert ReadEntry.objects.get().what == "page"


def test_who_read_is_one_statement_by_indexes(world: World, dossier: Dossier) -> None:
    other = actions.submit(
        draft_of(world, applicant={**dossier.answers["applicant"], "identity": "066198009999"}),
        world.huong,
    )
    reads.write(world.lan, [reads.Seen("one", dossier), reads.Seen("two", other)])
    with CaptureQueriesContext(connection) as queries:
        found = list(reads.of_person(" 066 198 001 234 ", LONG_AGO, FAR))
    assert [entry.what for entry in found] == ["one"]
    assert len(queries) == 1
    assert [entry.what for entry in reads.of_dossier(other.code, LONG_AGO, FAR)] == ["two"]
    assert list(reads.of_person(NUMBER, FAR, FAR)) == list(reads.of_person("", LONG_AGO, FAR)) == []
    if connection.vendor == "sqlite":
        plan = reads.of_person(NUMBER, LONG_AGO, FAR).explain()
        assert "SCAN privacy_readentry" not in plan and "reads_of_" in plan


def test_the_command_writes_a_file_without_formulas(
    world: World, dossier: Dossier, tmp_path: Any
) -> None:
    world.lan.full_name = '=HYPERLINK("http://evil.example")'
    world.lan.save()
    reads.write(world.lan, [reads.Seen("@page", dossier)])
    call_command("who_read", identity=NUMBER, csv=tmp_path / "who.csv", stdout=io.StringIO())
    rows = list(csv.DictReader((tmp_path / "who.csv").open(encoding="utf-8-sig")))
    assert len(rows) == 1
    assert rows[0]["reader_name"].startswith("'=") and rows[0]["what"] == "'@page"
    assert rows[0]["dossier"] == dossier.code
    out = io.StringIO()
    call_command("who_read", dossier=dossier.code, stdout=out)
    assert dossier.code in out.getvalue()


def test_the_inspectors_page_asks_by_post_and_only_who_may(world: World, dossier: Dossier) -> None:
    reads.write(world.binh, [reads.Seen("page", dossier)])
    address = "/quan-tri/privacy/readentry/who/"
    today = timezone.localdate().isoformat()
    asked = {"identity": NUMBER, "start": today, "end": today}
    chief = visiting(User.objects.create_superuser("chief", "chief@example.vn", "mat-khau-rat-dai"))
    assert chief.get(address).status_code == 200
    assert chief.get("/quan-tri/privacy/readentry/").status_code == 200
    assert "Y Bình Niê" in chief.post(address, asked).content.decode()
    assert "Y Bình Niê" in chief.post(address, {**asked, "csv": "1"}).content.decode()
    world.lan.is_staff = True
    world.lan.save()
    assert visiting(world.lan).post(address, asked).status_code == 403
    assert Client().post(address, asked).status_code == 302


def test_a_refused_act_shows_the_dossier_again_and_is_a_look(
    world: World, dossier: Dossier
) -> None:
    lan = visiting(world.lan)
    for number, act in enumerate(("gia-han", "mien-phi"), start=1):
        answer = lan.post(f"/mot-cua/ho-so/{dossier.code}/{act}/", {})
        assert answer.status_code >= 400 and dossier.holder_name in answer.content.decode(), act
        assert ReadEntry.objects.count() == number, act


def test_a_page_that_was_not_shown_after_all_is_no_look(
    world: World, dossier: Dossier, monkeypatch: Any
) -> None:
    def breaks(*given: Any, **named: Any) -> Any:
        raise Http404

    monkeypatch.setattr("portal.office.dossier.page.page_of", breaks)
    assert visiting(world.lan).get(f"/mot-cua/ho-so/{dossier.code}/").status_code == 404
    assert not ReadEntry.objects.exists()
