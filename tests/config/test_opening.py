"""The page on which a new site's administrator goes on: each step's live state, from an empty site
to the last one.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import opening
from config.opening import DONE, MISSING, WRONG
from documents.production import produce
from notifications.models import Delivery
from operation.models import TrialRestore
from organisations.calendar_models import CalendarDay
from organisations.models import Authority, RoleAssignment, User
from organisations.seed import seed_organisations
from tests.people import draft_of, make_world
from tests.portal.conftest import decide
from workflows import actions
from workflows.journal import outbox
from workflows.models import DossierDocument

pytestmark = pytest.mark.django_db

TITLES = (
    *(
        "Cơ quan",
        "Cán bộ và vai trò",
        "Lịch làm việc",
        "Con dấu số",
        "Thư điện tử",
        "Thủ tục đầu tiên",
        "Hồ sơ đầu tiên",
    ),
    *("Bản đóng dấu đầu tiên", "Sao lưu và khôi phục"),
)


def states() -> dict[str, str]:
    return {step.title: step.state for step in opening.steps()}


def step(title: str) -> opening.Step:
    return next(one for one in opening.steps() if one.title == title)


@pytest.fixture
def public(settings: Any, tmp_path: Path) -> Any:
    """A production site whose seal is applied for, and which has no mail server."""
    settings.DEMO, settings.LETTERS_INTO_FILES = False, True
    settings.SEAL_PKCS12, settings.SEAL_AWAITED = str(tmp_path / "keys/seal.p12"), True
    return settings


def test_an_empty_site_lacks_everything_but_its_calendar(public: Any) -> None:
    seed_organisations()
    assert tuple(states()) == TITLES
    missing = {one.title for one in opening.steps() if one.state == MISSING}
    assert missing == {*TITLES} - {"Lịch làm việc"}
    for one in opening.todo(opening.steps()):
        assert one.says and (one.mend or one.command) and (one.ways or one.command), one.title


def test_each_step_is_done_when_it_is_done(public: Any) -> None:
    public.DEMO = True  # its people, its seal
    world = make_world()
    Authority.objects.update(phone="", email="")
    found = states()
    assert (found["Cơ quan"], found["Cán bộ và vai trò"], found["Thủ tục đầu tiên"]) == (
        DONE,
        DONE,
        DONE,
    )
    assert (found["Hồ sơ đầu tiên"], found["Bản đóng dấu đầu tiên"]) == (MISSING, MISSING)
    dossier = actions.submit(draft_of(world), world.huong)
    assert states()["Hồ sơ đầu tiên"] == DONE and dossier.code in step("Hồ sơ đầu tiên").says
    decide(dossier, world.lan, "accept")
    assert states()["Bản đóng dấu đầu tiên"] == MISSING, "a number alone is no sealed paper"
    produce(DossierDocument.objects.get(dossier=dossier).document_id)
    assert states()["Bản đóng dấu đầu tiên"] == DONE
    public.LETTERS_INTO_FILES = False
    assert states()["Thư điện tử"] == MISSING
    outbox.sweep()
    Delivery.objects.update(state=Delivery.State.SENT)
    assert Delivery.objects.exists() and states()["Thư điện tử"] == DONE


def test_an_authority_that_nobody_confirmed_or_cannot_be_rung_is_not_done(public: Any) -> None:
    seed_organisations(named=True)
    assert step("Cơ quan").state == MISSING and step("Cơ quan").more == 5
    Authority.objects.update(confirmed=True, phone="02623950000")
    assert step("Cơ quan").state == MISSING, "the slips and the foot of each page name an address"
    Authority.objects.update(address="12 Lê Duẩn")
    assert step("Cơ quan").says == "3 cơ quan, tất cả đã xác nhận."


def test_who_left_is_missed_again(public: Any, settings: Any) -> None:
    settings.DEMO = True
    make_world()
    settings.DEMO = False
    assert states()["Cán bộ và vai trò"] == DONE
    RoleAssignment.objects.all().delete()
    found = states()
    assert (found["Cán bộ và vai trò"], found["Thủ tục đầu tiên"]) == (MISSING, MISSING)


def test_a_calendar_that_ends_is_not_done(public: Any) -> None:
    seed_organisations()
    CalendarDay.objects.all().delete()
    assert states()["Lịch làm việc"] == MISSING


def test_a_seal_that_does_not_open_is_wrong_and_one_applied_for_is_missing(public: Any) -> None:
    assert states()["Con dấu số"] == MISSING
    public.SEAL_AWAITED = False
    assert states()["Con dấu số"] == WRONG


def test_a_restore_counts_for_a_month(public: Any, tmp_path: Path) -> None:
    public.BACKUPS = tmp_path
    (tmp_path / "b").mkdir()
    (tmp_path / "b/manifest").touch()
    assert step("Sao lưu và khôi phục").says == "Chưa bản sao lưu nào được khôi phục thử."
    done = TrialRestore.objects.create(backup="b", taken_at=timezone.now(), seconds=12)
    assert (
        step("Sao lưu và khôi phục").state == DONE
        and "12 giây" in step("Sao lưu và khôi phục").says
    )
    TrialRestore.objects.filter(pk=done.pk).update(at=timezone.now() - dt.timedelta(days=32))
    assert states()["Sao lưu và khôi phục"] == MISSING


@pytest.mark.parametrize(
    ("powers", "status"),
    [({"is_superuser": True, "is_staff": True}, 200), ({"is_staff": True}, 403)],
)
def test_the_page_is_for_who_may_do_everything(
    client: Client, powers: dict[str, bool], status: int
) -> None:
    client.force_login(User.objects.create(username="a", full_name="A", **powers))
    answer = client.get(reverse("admin:opening"))
    assert answer.status_code == status
    assert client.post(reverse("admin:opening")).status_code in (403, 405)
    if status == 200:
        assert all(title in answer.content.decode() for title in TITLES)
        assert reverse("admin:opening") in client.get(reverse("admin:index")).content.decode()
