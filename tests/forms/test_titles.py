"""What offices and papers call a page of a form: never by the question its applicant is asked."""

from pathlib import Path
from typing import Any

import pytest

from forms.language import Section
from forms.summary import summarise
from tests.documents.conftest import ROOT
from workflows.definition.loading import load

WHO = {
    "id": "who",
    "title": {"vi": "Bạn là ai?", "en": "Who are you?"},
    "fields": [
        {"id": "relation", "kind": "text", "label": {"vi": "Xin cho ai?", "en": "For whom?"}},
        {"id": "applicant", "kind": "text", "label": {"vi": "Người nộp hồ sơ", "en": "Applicant"}},
        {"id": "purpose", "kind": "text", "label": {"vi": "Mục đích (không bắt buộc)"}},
    ],
}


def section(**changes: Any) -> Section:
    return Section.model_validate(WHO | changes)


def test_a_page_with_an_official_title_is_called_by_it() -> None:
    named = section(official_title={"vi": "Người đề nghị", "en": "Applicant"})
    assert named.called["vi"] == "Người đề nghị"


def test_a_question_from_before_gives_way_to_what_it_asks() -> None:
    assert section().called == {"vi": "Người nộp hồ sơ, mục đích", "en": "Applicant, mục đích"}


def test_where_everything_is_a_question_only_its_mark_goes() -> None:
    assert section(fields=WHO["fields"][:1]).called["vi"] == "Bạn là ai"


def test_a_title_that_is_no_question_stays() -> None:
    assert section(title={"vi": "Văn bằng"}).called == {"vi": "Văn bằng"}


PROCEDURES = sorted((ROOT / "workflows/procedures").glob("*/procedure.yaml"))


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: path.parent.name)
def test_no_shipped_page_is_called_by_a_question(path: Path) -> None:
    form = load(path).form
    for page in form.sections:
        assert page.official_title or not page.is_question
        for words in page.called.values():
            assert not words.endswith("?")
            assert "bạn" not in words.casefold()
    told = {part.id: part.title for part in summarise(form, {}, "vi", official=True)}
    assert all(told[page.id] == page.called["vi"] for page in form.visible_sections({}))
