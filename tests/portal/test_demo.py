"""The demo: loaded once, by real acts, with something to do for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, TransactionTestCase, override_settings
from django.urls import reverse

from documents.models import Document
from organisations.models import RoleAssignment, User
from portal.demo.people import PEOPLE
from registers.models import Diploma
from tests.portal.conftest import visiting
from workflows import desk, journal, signing
from workflows.lifecycle import Status
from workflows.models import Dossier, Effect, Entry, MovedDossier, Opinion, ProcedureVersion, WorkItem

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def load(rows: int = 300) -> str:
    said = StringIO()
    call_command("load_demo", rows=rows, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[dict[str, Path]]:
    """Loaded once for all of these, as a site has it: committed. What a test changes is undone with the test."""
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


def test_everybody_of_the_list_can_be_entered_and_nobody_has_a_password(demo: None, stranger: Client) -> None:
    page = stranger.get("/dung-thu/").content.decode()
    for person in PEOPLE:
        assert f'value="{person.username}"' in page
        user = User.objects.get(username=person.username)
        assert user.is_demo
        assert not user.has_usable_password()


def test_there_is_a_dossier_at_every_stage(demo: None) -> None:
    reached = set(Dossier.objects.values_list("legal_status", flat=True))
    wanted = {Status.REGISTERED, Status.RECEIVED, Status.PROCESSING, Status.SUPPLEMENT_ASKED, Status.RETURNED}
    assert wanted <= reached
    assert journal.verify() is None
    assert not Effect.objects.exclude(state=Effect.State.DONE).exists()
    assert Document.objects.filter(kind="BS", state=Document.State.SEALED).exists()


def test_reception_expert_and_head_have_something_to_do(demo: None) -> None:
    for username in ("tiepnhan", "chuyenvien", "lanhdao"):
        user = User.objects.get(username=username)
        assert sum(queue.waiting for queue in desk.queues(user)), username


def test_something_is_there_for_each_way_a_task_is_given_and_a_paper_is_signed(demo: None) -> None:
    """By the head, by rule; two signatures in order; opinions in parallel, one of them in confidence."""
    chief, director, expert = (User.objects.get(username=name) for name in ("truongphong", "lanhdao", "chuyenvien"))
    page = visiting(chief).get("/mot-cua/phan-cong/").text
    assert desk.to_give(chief).count() == 1 and "Y Bình Niê" in page
    assert desk.mine(expert).filter(step="receive").count() == 1
    countersigned = Dossier.objects.get(holder_name="Trường THPT Krông Năng")
    (links,) = signing.chain(countersigned, countersigned.flow_class.definition)
    assert [(one.step, one.stands) for one in links] == [("review", True), ("sign", False)]
    asked = WorkItem.objects.filter(process__holder_name="Trường THPT tư thục Ban Mai", finished__isnull=True)
    assert sorted(asked.values_list("role", flat=True)) == ["expert", "head"]
    assert Opinion.objects.filter(confidential=True).count() == 1


def test_one_dossier_followed_a_second_version_and_another_may(demo: None) -> None:
    second = ProcedureVersion.objects.get(number=2)
    moved = MovedDossier.objects.get()
    assert moved.state == MovedDossier.State.MOVED and moved.dossier.version == second
    assert Dossier.objects.filter(version__procedure=second.procedure).exclude(version=second).exists()
    administrator = visiting(User.objects.get(username="quantri"))
    old = second.procedure.versions.get(number=1)
    plan = administrator.get(reverse("admin:workflows_version_plan_to", args=[old.pk, second.pk]))
    assert plan.status_code == 200 and "Theo được" in plan.text


def test_the_parents_own_diploma_is_in_no_register(demo: None) -> None:
    """So that a refusal with a reason can be tried too."""
    assert not Diploma.objects.filter(holder_name="H'Lan Niê", birth_date="1978-09-14").exists()


def test_loading_again_changes_nothing(demo: None) -> None:
    before = (User.objects.count(), Dossier.objects.count(), Entry.objects.count(), Diploma.objects.count())
    assert load() == ""
    assert before == (User.objects.count(), Dossier.objects.count(), Entry.objects.count(), Diploma.objects.count())


def test_a_production_site_takes_no_demo_data(db: Any, settings: Any) -> None:
    settings.DEMO = False
    before = User.objects.count()
    with pytest.raises(CommandError, match="production"):
        load()
    assert User.objects.count() == before


def test_closing_the_accounts_leaves_the_journal_its_names(demo: None) -> None:
    call_command("close_demo_accounts", stdout=StringIO())
    assert not User.objects.filter(is_demo=True, is_active=True).exists()
    assert not RoleAssignment.objects.filter(user__is_demo=True, valid_to__isnull=True).exists()
    assert User.objects.filter(is_demo=True).count() == len(PEOPLE)
    assert journal.verify() is None


def test_what_the_office_says_is_missing_is_missing(demo: None) -> None:
    sent_back = Dossier.objects.get(legal_status=Status.SUPPLEMENT_ASKED, version__procedure__slug="diploma-copy")
    assert "số hiệu" in str(sent_back.entries.get(act="ask_supplement").reason) and not sent_back.answers.get("serial")
