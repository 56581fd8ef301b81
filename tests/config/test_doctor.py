"""`manage.py doctor` tells everything that is wrong or missing at once, each with its mend, and
writes nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from config import doctor, production
from config.doctor import MISSING, WRONG
from documents import seal
from documents.models import Template
from organisations import seed
from organisations.models import Authority, RoleAssignment
from tests.keystore import PASSPHRASE, keystore
from tests.people import World, draft_of, make_world
from workflows import actions
from workflows.journal import outbox
from workflows.models import Effect


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Any:
    """The settings of a production site with nothing wrong."""
    given = {
        "PRODUCTION": "1",
        "SECRET_KEY": "Zq3vJ8sKfT1xYw7N" * 4,
        "FIELD_KEY": "aB3dE6gH9jK2mN5p" * 3,
        "INDEX_KEY": "Q1w2E3r4T5y6U7i8" * 3,
        "EMAIL_HOST": "smtp.motcua.vn",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings.DEMO, settings.DEBUG, settings.ALLOWED_HOSTS = False, False, ["motcua.vn"]
    settings.SITE_URL, settings.SECOND_FACTOR = "https://motcua.vn", True
    settings.UPLOADS_WITHOUT_SCANNER, settings.LETTERS_INTO_FILES = False, False
    settings.CLAMAV_ADDRESS, settings.CELERY_BROKER_URL = (
        "/run/clamav/clamd.ctl",
        "redis://127.0.0.1:6379/0",
    )
    settings.SEAL_PKCS12, settings.SEAL_PASSPHRASE = (
        str(keystore(tmp_path / "seal.p12")),
        PASSPHRASE,
    )
    settings.BACKUPS = tmp_path / "backups"
    assert not production.faults()
    return settings


def said(about: str) -> list[tuple[str, str]]:
    return [(word.state, word.says) for word in doctor.examined() if word.about == about]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"env": {"EMAIL_HOST": ""}}, "Chưa có máy chủ thư"),
        ({"env": {"FIELD_KEY": "Q1w2E3r4T5y6U7i8" * 3}}, "Một khóa được dùng cho nhiều việc"),
        ({"env": {"INDEX_KEY": "a" * 60}}, "ký tự lặp lại"),
        ({"SITE_URL": "https://motcua.gov.vn"}, "ALLOWED_HOSTS không có"),
        ({"SEAL_PKCS12": "/nowhere/seal.p12"}, "con dấu số không có hoặc không mở được"),
        ({"SEAL_PASSPHRASE": "sai"}, "con dấu số không có hoặc không mở được"),
    ],
)
def test_what_makes_a_site_wrong_refuses_its_start(
    sound: Any, db: None, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], named: str
) -> None:
    for name, value in change.pop("env", {}).items():
        monkeypatch.setenv(name, value)
    for name, value in change.items():
        setattr(sound, name, value)
    (fault,) = production.faults()
    assert named in fault.vi and fault.mend_vi and "Mend:" in fault
    assert (WRONG, fault.vi) in said("settings")


@pytest.mark.parametrize(
    ("name", "value", "about"),
    [
        ("SECOND_FACTOR", False, "second_factor"),
        ("UPLOADS_WITHOUT_SCANNER", True, "scanner"),
        ("LETTERS_INTO_FILES", True, "mail"),
        ("CELERY_BROKER_URL", "filesystem://localhost", "broker"),
    ],
)
def test_what_is_merely_risky_is_said_and_starts(
    sound: Any, db: None, name: str, value: Any, about: str
) -> None:
    setattr(sound, name, value)
    assert not production.faults()
    assert MISSING in [state for state, _says in said(about)]


def test_a_seal_that_ended_is_wrong_and_stops_no_filing(
    sound: Any, db: None, tmp_path: Path
) -> None:
    sound.SEAL_PKCS12 = str(keystore(tmp_path / "near.p12", days=10))
    assert MISSING in dict(said("seal"))
    with time_machine.travel(timezone.now() + dt.timedelta(days=20)):
        assert not production.faults()
        assert WRONG in dict(said("seal"))
    seal._from_file.cache_clear()


def test_worker_and_timer_that_are_silent_are_wrong(sound: Any, db: None) -> None:
    sound.CELERY_TASK_ALWAYS_EAGER = False
    assert [state for state, _says in said("worker") + said("beat")] == [WRONG, WRONG]


def test_the_age_of_the_last_backup_is_known(sound: Any, db: None) -> None:
    assert "Chưa có bản sao lưu" in said("backup")[0][1]
    manifest = sound.BACKUPS / "20261129T000000Z/manifest"
    manifest.parent.mkdir(parents=True)
    manifest.touch()
    assert not said("backup")
    os.utime(manifest, (0, timezone.now().timestamp() - 5 * 3600))
    assert "đã 5 giờ" in said("backup")[0][1]


def test_a_queue_that_grows_and_work_given_up_are_wrong(
    world: World, sound: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(outbox, "ring", lambda ids: None)
    actions.submit(draft_of(world), world.huong)
    assert not said("queue")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=30)):
        assert WRONG in dict(said("queue"))
    Effect.objects.update(state=Effect.State.DEAD)
    assert "thôi không thử nữa" in said("queue")[0][1]


def test_a_template_that_would_fail_at_the_seal_is_named(sound: Any, db: None) -> None:
    Template.objects.create(
        name="diploma-copy/copy", version=1, docx=b"no Word file", sha256="0" * 64
    )
    assert "diploma-copy/copy" in said("template")[0][1]


def test_offices_without_people_and_procedures_nobody_can_do_are_named(
    world: World, sound: Any
) -> None:
    assert not said("people")
    RoleAssignment.objects.all().delete()
    assert any("Sở Giáo dục và Đào tạo" in says for _state, says in said("people"))
    assert any("3.000465" in says for _state, says in said("procedure"))


def test_a_public_site_begins_without_invented_contacts_and_an_old_one_is_told(
    sound: Any, db: None
) -> None:
    seed.seed_organisations(named=True)
    assert not Authority.objects.exclude(phone="", email="").exists()
    assert any("chưa có số điện thoại" in says for _state, says in said("contacts"))
    Authority.objects.filter(slug="sgddt-daklak").update(phone="02620000050")
    assert any("bịa" in says for _state, says in said("contacts"))


def doctored(*options: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("doctor", *options, stdout=out, stderr=StringIO())
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_command_ends_with_1_where_anything_is_wrong_and_speaks_json(
    sound: Any, db: None
) -> None:
    status, text = doctored("--json")
    told = json.loads(text)
    assert told["wrong"] == sum(word["state"] == WRONG for word in told["words"])
    assert (status == 1) == (told["wrong"] > 0) and all(word["mend"] for word in told["words"])
    sound.SEAL_PASSPHRASE = "sai"
    status, text = doctored()
    assert status == 1 and "Cách sửa:" in text


def test_a_letter_and_a_page_are_really_tried(sound: Any, db: None) -> None:
    doctored("--letter", "quan-tri@motcua.vn", "--seal")
    assert mail.outbox[0].to == ["quan-tri@motcua.vn"]
    sound.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    sound.EMAIL_HOST, sound.EMAIL_PORT = "127.0.0.1", 1
    status, text = doctored("--letter", "quan-tri@motcua.vn")
    assert status == 1 and "Thư thử không gửi được" in text
    sound.SEAL_PASSPHRASE = "sai"
    assert "Trang thử không đóng dấu được" in doctored("--seal")[1]


def test_a_question_that_cannot_be_asked_stops_no_other(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> list[doctor.Word]:
        raise RuntimeError("no such column")

    monkeypatch.setitem(doctor.QUESTIONS, "queue", broken)
    assert "Không hỏi được: queue" in said("queue")[0][1]
    assert said("settings")
