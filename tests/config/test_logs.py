"""A log line holds what is allowed and nothing that came along with an error or from somebody
else's message.
"""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.test import Client

from config.logs import Lines

SECRET = "Nguyễn Thị Hường 066198001234"


def line(record: logging.LogRecord) -> dict[str, object]:
    text = Lines().format(record)
    assert "\n" not in text
    return dict(json.loads(text))


def record(
    name: str, message: object, *given: object, error: bool = False, **extra: object
) -> logging.LogRecord:
    about = sys.exc_info() if error else None
    made = logging.LogRecord(name, logging.WARNING, "x.py", 1, message, given, about)
    vars(made).update(extra)
    return made


def test_our_own_sentence_is_kept_whole() -> None:
    assert (
        line(record("workflows.journal.outbox", "effect %s (%s) failed", 7, "notify"))["text"]
        == "effect 7 (notify) failed"
    )


@pytest.mark.parametrize("message", ["Not Found: %s", "SELECT * FROM x WHERE name = %s"])
def test_of_a_foreign_sentence_only_the_template_is_kept(message: str) -> None:
    assert line(record("django.request", message, SECRET))["text"] == message.replace("%s", "…")


@pytest.mark.parametrize(
    ("message", "given", "text"),
    [
        ("Worker (pid:%s) was sent %s!", (123, SECRET), "Worker (pid:123) was sent …!"),
        ("%-20s %r took %.3f", (SECRET, SECRET, 1.5), "… … took …"),
        (
            "Task %(name)s[%(id)s] after %(tries)d",
            ({"name": SECRET, "id": SECRET, "tries": 3},),
            "Task …[…] after 3",
        ),
        ("100% of %s", (SECRET,), "100% of %s"),
        ("%s: %s", ("Not Found", f"/ho-so/{SECRET}/"), "…: …"),
    ],
)
def test_numbers_of_a_foreign_sentence_stay(
    message: str, given: tuple[object, ...], text: str
) -> None:
    found = line(record("some.library", message, *given))
    assert found["text"] == text and SECRET not in str(found)


@pytest.mark.django_db
def test_what_django_says_of_a_request_is_found_by_its_number(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get(f"/khong-co/{SECRET}/")
    (said,) = (one for one in caplog.records if one.name == "django.request")
    found = line(said)
    assert (found["text"], found["status"], found["route"]) == ("Not Found", 404, "none")
    assert found["request"] == answer["X-Request-Id"] and SECRET not in str(found)


def test_a_foreign_sentence_that_is_already_filled_in_is_left_out() -> None:
    assert SECRET not in str(line(record("some.library", f"sent to {SECRET}")))


def test_of_an_error_its_class_and_the_places_are_kept_and_never_its_text() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        found = line(
            record("django.request", "Internal Server Error: %s", f"/ho-so/{SECRET}/", error=True)
        )
    assert found["error"] == "ValueError"
    assert str(found["through"]).startswith("['tests/config/test_logs.py:")
    assert SECRET not in str(found)


def test_only_named_fields_come_along() -> None:
    found = line(
        record(
            "portal.requests",
            "request",
            route="portal:home",
            status=200,
            name_of_person=SECRET,
            user=SECRET,
        )
    )
    assert found["route"] == "portal:home" and found["status"] == 200
    assert SECRET not in str(found)
