"""Texts in several languages: Vietnamese stands in, and a language more is a line of the
settings.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from pydantic import TypeAdapter, ValidationError

from foundation.languages import in_language, in_vietnamese, languages, name_in_language
from organisations.models import Role
from workflows.definition.base import Text

TITLE = {"vi": "Nộp hồ sơ", "en": "Apply"}


def test_the_official_language_comes_first_and_stands_in() -> None:
    assert languages() == ("vi", "en")
    with translation.override("en"):
        assert in_language(TITLE) == "Apply"
        assert in_language({"vi": "Chỉ tiếng Việt"}) == "Chỉ tiếng Việt"
        assert in_language("Văn bản cũ") == "Văn bản cũ" and in_language(None) == ""
        assert in_vietnamese(TITLE) == "Nộp hồ sơ"
    with translation.override(None):
        assert in_language(TITLE) == "Nộp hồ sơ" and in_language(TITLE, "en") == "Apply"


def test_a_row_without_a_name_in_the_readers_language_keeps_its_own() -> None:
    clerk, guard = Role(name="Văn thư", name_en="Clerk"), Role(name="Bảo vệ", name_en="")
    with translation.override("en"):
        assert [name_in_language(role) for role in (clerk, guard)] == ["Clerk", "Bảo vệ"]
    assert name_in_language(clerk, "rad") == "Văn thư"


def test_a_language_more_is_a_line_of_the_settings(settings: Any) -> None:
    """Rade (Ê Đê), ISO 639-3 `rad`: a definition may say its texts in it, and readers of it get
    them.
    """
    title = TITLE | {"rad": "Mđing hdruôm"}
    with pytest.raises(ValidationError, match="'rad' is not a language of this site"):
        TypeAdapter(Text).validate_python(title)
    settings.LANGUAGES = [*settings.LANGUAGES, ("rad", "Ê Đê")]
    assert TypeAdapter(Text).validate_python(title) == title
    assert languages() == ("vi", "en", "rad") and in_language(title, "rad") == "Mđing hdruôm"
