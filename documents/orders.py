"""What a caller asks for when it wants a document issued, and what can be wrong with the
request.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisations.models import Authority

Fact = str | int | Sequence[str]


@dataclass(frozen=True)
class DocumentOrder:
    """A document to issue: who issues it, which template, and the facts it states.

    `key` names the occasion (e.g. "dossier:17:copy"): the same key is the same document, however
    often it is ordered. `symbol` is the pattern of Decree 30/2020, e.g. "{number}/BS-{authority}".
    `signer_position` is printed in capitals above the name; a line break in it makes the two lines
    of "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC". `public` is false for papers between the office and one
    applicant (slips), whose holder the public check never names. `template_sha256` asks for one
    content of the template; "" for the newest. `subject` is what in a register the document repeats
    ("diploma:17") and `subject_version` how far that was annotated when the facts were read: what
    happens to it later, the public check adds (`documents.later_facts`).
    """

    key: str
    authority: Authority
    kind: str
    title: str
    template: str
    symbol: str
    facts: Mapping[str, Fact]
    holder_name: str = ""
    holder_birth_date: dt.date | None = None
    holder_born: str = ""
    signer_name: str = ""
    signer_position: str = ""
    public: bool = True
    template_sha256: str = ""
    subject: str = ""
    subject_version: int = 0


class OrderRefused(Exception):
    """The document cannot be issued as ordered; nothing was written and no number was used."""


class MissingFact(OrderRefused):
    """The template prints facts that the order does not state. An official paper never shows a
    blank instead.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(sorted(names))
        super().__init__("missing facts: " + ", ".join(self.names))


class LettersWithoutGlyph(OrderRefused):
    """No type face has a glyph for some letters of the facts: they would be boxes, or nothing, on a
    sealed page.
    """

    def __init__(self, letters: Iterable[str]) -> None:
        self.letters = tuple(letters)
        named = ", ".join(
            f"“{one}” ({' '.join(f'U+{ord(sign):04X}' for sign in one)})" for one in self.letters
        )
        super().__init__(
            _("Không in được các chữ sau trên văn bản: %(letters)s. Hãy ghi lại bằng chữ in được.")
            % {"letters": named}
        )

    @classmethod
    def of(cls, missing: Mapping[str, Iterable[str]]) -> LettersWithoutGlyph:
        """Of letters told by fact: each is named once."""
        return cls(dict.fromkeys(letter for found in missing.values() for letter in found))


class TemplateMissing(OrderRefused):
    """No template of this name was published."""
