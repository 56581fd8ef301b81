"""Labels leave to the page what the page says; words mean what a Vietnamese reader takes them
for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest

from forms import field_kinds as fk
from forms.field_view import draw
from tests.workflows.procedures import TEXT, changed
from workflows import checker
from workflows.definition import load
from workflows.procedure import publishing

LABEL = "label: {vi: Mục đích sử dụng, en: Purpose}"


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        ("Mục đích sử dụng (không bắt buộc)", "Purpose"),
        ("Mục đích sử dụng (nếu có)", "Purpose"),
        ("Mục đích sử dụng (nếu bạn nhớ)", "Purpose"),
        ("Mục đích sử dụng *", "Purpose"),
        ("Mục đích sử dụng", "Purpose (optional)"),
        ("Mục đích sử dụng", "Purpose (if any)"),
    ],
)
def test_a_label_that_says_whether_it_must_be_answered_is_refused(vi: str, en: str) -> None:
    text = changed((LABEL, f'label: {{vi: "{vi}", en: "{en}"}}'))
    assert [one.rule for one in checker.check(load(text))] == ["label_says_optional"]


def test_the_same_at_a_step_and_in_a_group() -> None:
    at_step = changed(
        ("label: {vi: Ý kiến chuyên viên, en:", "label: {vi: Ý kiến chuyên viên (nếu có), en:")
    )
    assert [one.where for one in checker.check(load(at_step))] == ["steps[2].fields[1].label"]


def test_a_version_of_before_says_it_once_too() -> None:
    """Its label is frozen; the page adds its own mark."""
    for label in ("Mục đích sử dụng (không bắt buộc)", "Mục đích sử dụng (nếu có)"):
        field = fk.TextField(id="purpose", kind="text", label={"vi": label})
        assert draw(field, {}, "purpose", required=False).label == "Mục đích sử dụng"


def test_no_shipped_text_asks_for_a_job() -> None:
    for folder in publishing.shipped_folders():
        text = (folder / "procedure.yaml").read_text("utf-8")
        assert not re.search(r"\bxin việc\b", text, re.IGNORECASE), folder.name
        assert not [
            one for one in checker.check(load(text)) if one.rule == "label_says_optional"
        ], folder.name


def test_a_subject_that_no_text_message_holds_is_refused() -> None:
    letter = (
        'messages:\n  submit:\n    subject: {vi: "%s", en: Received}\n'
        "    body: {vi: Đã nhận., en: Received.}\n"
    )
    long, short = "Đã nhận được hồ sơ " * 6, "Đã nhận được hồ sơ của Ông/Bà " * 3
    (found,) = checker.check(load(changed(("messages: {}\n", letter % long))))
    assert found.rule == "subject_too_long" and found.path == ("messages", "submit", "subject")
    assert not checker.check(load(changed(("messages: {}\n", letter % short))))


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("short_too_long", {"short": {"vi": "Xin " + "rất " * 12}}),
        ("short_not_nfc", {"short": {"vi": unicodedata.normalize("NFD", "Mất bằng")}}),
        ("asked_by_nobody", {"asked_by": "SCHOOL"}),
        ("asked_by_nobody", {"asked_by": "FAMILY", "audience": ("ORGANISATION",)}),
    ],
)
def test_the_checker_reads_the_card_of_the_front_page(rule: str, changes: dict[str, Any]) -> None:
    assert rule in {one.rule for one in checker.check(load(TEXT).model_copy(update=changes))}


@pytest.mark.parametrize("asked_by", ["FAMILY", "HOLDER"])
def test_a_card_for_those_who_may_apply_is_in_order(asked_by: str) -> None:
    card = {"short": {"vi": "Xin bản sao", "en": "Get a copy"}, "asked_by": asked_by}
    before = checker.check(load(TEXT))
    assert checker.check(load(TEXT).model_copy(update=card)) == before
