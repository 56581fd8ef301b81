"""Texts in several languages: `{"vi": …, "en": …}`. Vietnamese is always there and stands in where
another is not.

A language more is a line of `LANGUAGES` in the settings and a catalogue beside portal/locale/en (Ê
Đê is spoken here).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

OFFICIAL = "vi"  # of registers, papers and the journal


def languages() -> tuple[str, ...]:
    """The codes (ISO 639) of the languages that this site speaks, the official one first."""
    return tuple(
        sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != OFFICIAL)
    )


def reader_language() -> str:
    """The language of whoever reads; outside a request the official one."""
    return (get_language() or OFFICIAL).partition("-")[0]


def in_vietnamese(text: Mapping[Any, str] | str) -> str:
    """What registers and papers say: versions published before name papers and fields in Vietnamese
    alone.
    """
    return text if isinstance(text, str) else text[OFFICIAL]


def in_language(text: Mapping[Any, str] | str | None, language: str = "") -> str:
    """The text in that language, else in the reader's; where it has none, in Vietnamese."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    return text.get(language or reader_language()) or text.get(OFFICIAL, "")


def in_every_language(text: Mapping[str, str] | str) -> list[str]:
    """All that a text says."""
    return [text] if isinstance(text, str) else list(text.values())


def name_in_language(named: Any, language: str = "", column: str = "name") -> str:
    """What a row is called to the reader: of `column` the one that ends with the language, where
    that is filled in.
    """
    return getattr(named, f"{column}_{language or reader_language()}", "") or getattr(named, column)
