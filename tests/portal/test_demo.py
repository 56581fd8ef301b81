"""The demo: loaded once, by real acts, with something to do for everybody."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, TransactionTestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from documents.models import Document
from figures import reading
from figures.models import OpenNow
from organisations.accounts import contacts
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from organisations.models import Authority, RoleAssignment, User
from organisations.roles import posts
from portal.demo.people import PEOPLE
from registers.models import Diploma
from tests.portal import everybody
from tests.portal.conftest import visiting
from workflows.journal import entries
from workflows.lifecycle import Status
from workflows.models import (
    Dossier,
    Effect,
    Entry,
    MovedDossier,
    Opinion,
    ProcedureVersion,
    WorkItem,
)
from workflows.papers import signing
from workflows.reports import queues

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


LONG = os.environ.get("FAULTS") == "long"


def load(rows: int = 300) -> str:
    said = StringIO()
    call_command("load_demo", rows=rows, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[dict[str, Path]]:
    """Loaded once for all of these, as a site has it: committed. What a test changes is undone with
    the test.
    """
    place = tmp_path_factory.mktemp("demo")
    folders = {
        "UPLOAD_ROOT": place / "uploads",
        "DOCUMENT_ROOT": place / "documents",
        "EMAIL_FILE_PATH": place / "mail",
    }
    with django_db_blocker.unblock():
        with override_settings(**folders):
            load()
        yield folders
        TransactionTestCase("run")._fixture_teardown()


@pytest.fixture
def demo(loaded: dict[str, Path], settings: Any, db: Any) -> None:
    for name, folder in loaded.items():
        setattr(settings, name, folder)


def test_everybody_of_the_list_can_be_entered_and_nobody_has_a_password(
    demo: None, stranger: Client
) -> None:
    page = stranger.get("/dung-thu/").content.decode()
    for person in PEOPLE:
        assert f'value="{person.username}"' in page
        user = User.objects.get(username=person.username)
        assert user.is_demo
        assert not user.has_usable_password()


def test_there_is_a_dossier_at_every_stage(demo: None) -> None:
    reached = set(Dossier.objects.values_list("legal_status", flat=True))
    wanted = {
        Status.REGISTERED,
        Status.RECEIVED,
        Status.PROCESSING,
        Status.SUPPLEMENT_ASKED,
        Status.RETURNED,
    }
    assert wanted <= reached
    assert entries.verify() is None
    assert not Effect.objects.exclude(state=Effect.State.DONE).exists()
    assert Document.objects.filter(kind="BS", state=Document.State.SEALED).exists()


def test_reception_expert_and_head_have_something_to_do(demo: None) -> None:
    for username in ("tiepnhan", "chuyenvien", "lanhdao"):
        user = User.objects.get(username=username)
        assert sum(queue.waiting for queue in queues.queues(user)), username


def test_something_is_there_for_each_way_a_task_is_given_and_a_paper_is_signed(demo: None) -> None:
    """By the head, by rule; two signatures in order; opinions in parallel, one of them in
    confidence.
    """
    chief, _director, expert = (
        User.objects.get(username=name) for name in ("truongphong", "lanhdao", "chuyenvien")
    )
    page = visiting(chief).get("/mot-cua/phan-cong/").text
    assert queues.to_give(chief).count() == 1 and "Y Bình Niê" in page
    assert queues.mine(expert).filter(step="receive").count() == 1
    countersigned = Dossier.objects.get(holder_name="Trường THPT Krông Năng")
    (links,) = signing.chain(countersigned, countersigned.flow_class.definition)
    assert [(one.step, one.stands) for one in links] == [("review", True), ("sign", False)]
    asked = WorkItem.objects.filter(
        process__holder_name="Trường THPT tư thục Ban Mai", finished__isnull=True
    )
    assert sorted(asked.values_list("role", flat=True)) == ["expert", "head"]
    assert Opinion.objects.filter(confidential=True).count() == 1


def test_one_dossier_followed_a_second_version_and_another_may(demo: None) -> None:
    second = ProcedureVersion.objects.get(number=2)
    moved = MovedDossier.objects.get()
    assert moved.state == MovedDossier.State.MOVED and moved.dossier.version == second
    assert (
        Dossier.objects.filter(version__procedure=second.procedure).exclude(version=second).exists()
    )
    administrator = visiting(User.objects.get(username="quantri"))
    old = second.procedure.versions.get(number=1)
    plan = administrator.get(reverse("admin:workflows_version_plan_to", args=[old.pk, second.pk]))
    assert plan.status_code == 200 and "Theo được" in plan.text


def test_the_parents_own_diploma_is_in_no_register(demo: None) -> None:
    """So that a refusal with a reason can be tried too."""
    assert not Diploma.objects.filter(holder_name="H'Lan Niê", birth_date="1978-09-14").exists()


def test_loading_again_changes_nothing(demo: None) -> None:
    before = (
        User.objects.count(),
        Dossier.objects.count(),
        Entry.objects.count(),
        Diploma.objects.count(),
    )
    assert load() == ""
    assert before == (
        User.objects.count(),
        Dossier.objects.count(),
        Entry.objects.count(),
        Diploma.objects.count(),
    )


def test_a_production_site_takes_no_demo_data(db: Any, settings: Any) -> None:
    settings.DEMO = False
    before = User.objects.count()
    with pytest.raises(CommandError, match="production"):
        load()
    assert User.objects.count() == before


def test_closing_the_accounts_leaves_the_journal_its_names(demo: None) -> None:
    contact = Contact(ContactKind.EMAIL, "dan@example.vn")
    contacts.give(User.objects.filter(is_demo=True)[0], contact)
    call_command("close_demo_accounts", stdout=StringIO())
    assert not contacts.is_taken(contact)
    assert not User.objects.filter(is_demo=True, is_active=True).exists()
    assert not RoleAssignment.objects.filter(user__is_demo=True, valid_to__isnull=True).exists()
    assert User.objects.filter(is_demo=True).count() == len(PEOPLE)
    assert entries.verify() is None


def test_what_the_office_says_is_missing_is_missing(demo: None) -> None:
    sent_back = Dossier.objects.get(
        legal_status=Status.SUPPLEMENT_ASKED, version__procedure__slug="diploma-copy"
    )
    assert "số hiệu" in str(
        sent_back.entries.get(act="ask_supplement").reason
    ) and not sent_back.answers.get("serial")


def test_everything_there_is_opens_for_whom_it_concerns_and_for_nobody_else(demo: None) -> None:
    """19 people × pages, papers and documents of every dossier (FAULTS=long; else of a third of
    them, in turn), against the table read as plain rules.
    """
    wrong, asked, known = [], 0, everybody.known()
    for person in User.objects.filter(is_demo=True).order_by("pk"):
        client = visiting(person)
        officer = bool(posts(person))
        for one in known if LONG else known[person.pk % 3 :: 3]:
            stands = everybody.standings(person, one)
            wanted: dict[str, bool | int | None] = {}
            page = everybody.opens_page(stands) if officer else 403
            wanted[f"/mot-cua/ho-so/{one.dossier.code}/?xem=so-do"] = page
            for paper in [*one.files[:1], *(paper for paper in one.files[1:] if paper.is_officers)][
                :2
            ]:
                wanted[f"/tep/{paper.file_id}/"] = everybody.opens_paper(person, stands, paper, one)
            for link in one.documents[:2]:
                if link.document.sealed_at:
                    opens = everybody.opens_document(person, stands, link, one)
                    wanted[f"/van-ban/{link.document.code}/"] = opens
            for address, expected in wanted.items():
                if expected is None:
                    continue
                status = (
                    {True: 200, False: 404}[expected] if isinstance(expected, bool) else expected
                )
                got = client.get(address).status_code
                asked += 1
                if got != status:
                    wrong.append(
                        f"{person.username} ({sorted(stands)}) {address} {got}, not {status}"
                    )
    assert not wrong, f"{len(wrong)} of {asked}:\n" + "\n".join(wrong[:30])
    assert asked > (1000 if LONG else 300)


LISTS = [
    *(
        "/mot-cua/",
        "/mot-cua/y-kien/",
        "/mot-cua/xin-rut/",
        "/mot-cua/phan-cong/",
        "/mot-cua/so-theo-doi/",
    ),
    *(
        "/mot-cua/ke-toan/",
        "/mot-cua/ke-toan/?xem=da-nop",
        "/mot-cua/ke-toan/?xem=hoan-tra",
        "/thong-bao/",
        "/ho-so/",
    ),
]


def test_no_list_search_or_message_names_a_dossier_to_whom_it_does_not_concern(demo: None) -> None:
    """Each dossier's people are called by a word of its own; who meets the word must stand to the
    dossier somehow.
    """
    known = everybody.known()
    for one in known:
        word = f"chimse{one.dossier.pk:03}"
        Dossier.objects.filter(pk=one.dossier.pk).update(
            applicant_name=word,
            holder_name=word,
            search=f"{one.dossier.code.lower()} {word}",
            decision_reason=word,
        )
    met = 0
    for person in User.objects.filter(is_demo=True).order_by("pk"):
        client = visiting(person)
        pages = [client.get(address) for address in LISTS]
        pages += [
            client.get(f"/mot-cua/hang-cho/{one.authority.slug}/{one.role.slug}/")
            for one in queues.queues(person)
        ]
        pages += [client.post("/mot-cua/tim/", {"q": words}) for words in ("chimse", "H15")]
        text = "".join(page.content.decode() for page in pages if page.status_code == 200)
        for one in known:
            if f"chimse{one.dossier.pk:03}" in text:
                met += 1
                stands = everybody.standings(person, one)
                book = any(
                    (post.role, post.authority_id) == ("receptionist", one.dossier.receiving_id)
                    for post in posts(person)
                )
                assert stands or book, f"{person.username} meets {one.dossier.code}"
        # a search lists so many and no more: ten dossiers each
        tens = sorted({f"chimse{one.dossier.pk:03}"[:-1] for one in known})
        searches = [client.post("/mot-cua/tim/", {"q": words}) for words in tens]
        if searches[0].status_code == 200:
            listed = {
                found.dossier.pk for answer in searches for found in answer.context["results"]
            }
            may = {
                one.dossier.pk for one in known if everybody.standings(person, one) & everybody.PAGE
            }
            assert listed == may, person.username
    assert met > 50


def test_the_weeks_before_give_charts_a_shape_and_a_queue_its_length(demo: None) -> None:
    today = timezone.localdate()
    months = reading.by_month(reading.Asked(today - dt.timedelta(days=80), today))
    given = [each.counts["granted"] for each in months.values()]
    assert sum(given) >= 25 and sum(map(bool, given)) >= 2
    whole = reading.total(months.values()).counts
    assert 3 <= whole["late"] < whole["on_time"]
    assert whole["filed"] > whole["received"] > sum(given), "today is counted too"
    tiepnhan = User.objects.get(username="tiepnhan")
    centre = Authority.objects.get(slug="ttpvhcc-daklak")
    waiting = queues.waiting(tiepnhan, centre, "receptionist")
    assert 50 <= waiting.count() <= 80
    assert 5 <= waiting.filter(due_at__lt=timezone.now()).count() <= 20
    assert sum(row.overdue for row in OpenNow.objects.all()) >= 3


def test_the_journal_of_the_weeks_goes_forward(demo: None) -> None:
    moments = list(Entry.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert entries.verify() is None
    item = WorkItem.objects.filter(step="sign", finished__isnull=False).earliest("created")
    assert item.created < item.finished < item.created + dt.timedelta(days=5)
    assert item.due_at is not None and item.due_at - item.created < dt.timedelta(days=5)
