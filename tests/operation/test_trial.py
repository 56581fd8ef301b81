"""A backup brought back for a try: beside the site, whole or refused, and nothing of it left."""

from __future__ import annotations

import datetime as dt
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from config import doctor
from documents import numbers
from operation import backup, trial
from operation.models import TrialRestore
from organisations.models import Authority

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backups(settings: Any, tmp_path: Path) -> Path:
    settings.BACKUP_KEY, settings.VAR = "k" * 40, tmp_path / "var"
    settings.VAR.mkdir()
    return tmp_path / "backups"


@pytest.fixture(autouse=True)
def nothing_is_left(settings: Any, backups: Path) -> Iterator[None]:
    yield
    assert list(settings.VAR.glob("trial-*")) == []
    assert scratch_databases() == []


def scratch_databases() -> list[str]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE '%%_trial_%%'")
        return [name for (name,) in cursor.fetchall()]


def office() -> Authority:
    return Authority.objects.create(
        slug="so", kind="DEPARTMENT", name="Sở", symbol="SGD", code="H1", place="X"
    )


def test_a_backup_that_comes_back_is_kept_as_such_and_the_site_stays_as_it_is(
    backups: Path,
) -> None:
    office()
    place, manifest = backup.take(backups)
    Authority.objects.update(name="Sở, sau khi sao lưu")
    call_command("try_restore", str(place))
    (done,) = TrialRestore.objects.all()
    assert (done.backup, done.taken_at.isoformat()) == (place.name, manifest["taken_at"])
    assert Authority.objects.get().name == "Sở, sau khi sao lưu"


def test_what_was_changed_on_the_way_does_not_come_back(backups: Path) -> None:
    place, _manifest = backup.take(backups)
    content = bytearray((place / "database").read_bytes())
    content[len(content) // 2] ^= 1
    (place / "database").write_bytes(content)
    with pytest.raises(CommandError, match="does not come back"):
        call_command("try_restore", str(place))
    assert not TrialRestore.objects.exists()


def test_a_backup_whose_sums_do_not_hold_counts_as_none(backups: Path) -> None:
    with transaction.atomic():
        numbers.take(office(), "BS")  # a number without a document
    place, _manifest = backup.take(backups)
    with pytest.raises(CommandError, match="have no document"):
        call_command("try_restore", str(place))
    assert not TrialRestore.objects.exists()


def test_what_a_killed_trial_left_goes_with_the_next(backups: Path, settings: Any) -> None:
    place, _manifest = backup.take(backups)
    (settings.VAR / "trial-killed").mkdir()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{connection.settings_dict["NAME"]}_trial_killed"')
    trial.try_restore(place)


def test_two_at_once_do_not_drop_each_other_s_database(backups: Path, settings: Any) -> None:
    place, _manifest = backup.take(backups)
    with (settings.VAR / "trial.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="another trial"):
            call_command("try_restore", str(place))


@pytest.mark.parametrize(
    ("days", "said"), [(None, "Chưa bản sao lưu nào"), (32, "quá một tháng"), (30, "")]
)
def test_the_doctor_asks_when_it_was_last_tried(settings: Any, days: int | None, said: str) -> None:
    settings.DEMO = False
    if days is not None:
        at = timezone.now() - dt.timedelta(days=days)
        TrialRestore.objects.create(at=at, backup="b", taken_at=at, seconds=1)
    found = " ".join(word.says for word in doctor.examined() if word.about == "trial")
    assert said in found and bool(said) == bool(found)
