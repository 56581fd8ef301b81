"""Issuing a document: `reserve` in the deciding transaction, `produce` by a worker afterwards,
`revoke` if need be.

The door other apps come in by; production.py and revocation.py lie behind it.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.db import IntegrityError, transaction

from documents import codes, numbers, standard_facts
from documents.conversion import printable_letters
from documents.models import Document, Template
from documents.orders import DocumentOrder, LettersWithoutGlyph, MissingFact
from documents.production import BeingProduced, produce
from documents.revocation import NotIssued, revoke
from documents.word_templates import sandbox, templates

__all__ = [
    "BeingProduced",
    "LettersWithoutGlyph",
    "MissingFact",
    "NotIssued",
    "blanks",
    "produce",
    "reserve",
    "revoke",
    "unprinted",
]


def reserve(
    order: DocumentOrder, at: dt.datetime | None = None, *, alone: bool = False
) -> Document:
    """Give the document its number and code and freeze its facts, inside the caller's transaction.

    `at` is the moment of issue (aware; default: now); its day in Vietnam is printed. The same
    `order.key` returns the document it already is. Call it last: the number book stays locked until
    the caller commits. `alone`: the caller holds a lock under which alone the key is ordered.
    Raises MissingFact, LettersWithoutGlyph, TemplateMissing, OrderRefused before a number is used,
    and numbers.NotInTransaction.
    """
    existing = _already_ordered(order)
    if existing is not None:
        return existing
    template = templates.current(order.template, order.template_sha256)
    _refuse_blanks(order, template)
    _refuse_letters(order)
    if alone:
        return _enter(order, template, at)
    try:
        with transaction.atomic():
            return _enter(order, template, at)
    # two callers ordered the same key at once: the number went back with the savepoint
    except IntegrityError:
        existing = Document.objects.filter(key=order.key).first()
        if existing is None:  # another rule of the table was broken, and nobody has this document
            raise
        return existing


def _already_ordered(order: DocumentOrder) -> Document | None:
    return Document.objects.filter(key=order.key).first()


def _enter(order: DocumentOrder, template: Template, at: dt.datetime | None) -> Document:
    code = codes.new_code()
    number = numbers.take(order.authority, order.kind, at)
    symbol = standard_facts.symbol(order.symbol, number.value, order.authority)
    return Document.objects.create(
        code=code,
        key=order.key,
        authority=order.authority,
        authority_name=order.authority.name,
        kind=order.kind,
        title=order.title,
        year=number.year,
        number=number.value,
        symbol=symbol,
        template=template,
        facts=standard_facts.complete(order, symbol, code, number.at),
        holder_name=order.holder_name,
        holder_birth_date=order.holder_birth_date,
        holder_born=order.holder_born,
        signer_name=order.signer_name,
        signer_position=order.signer_position,
        issued_at=number.at,
        public=order.public,
        subject=order.subject,
        subject_version=order.subject_version,
    )


def blanks(order: DocumentOrder) -> frozenset[str]:
    """Names the template asks for that nobody states, or that it would print as nothing; raises
    TemplateMissing.

    Writes nothing: who is about to sign is told before anything has a number.
    """
    return _blanks(order, *_asked(order.template, order.template_sha256))


def _asked(name: str, sha256: str) -> tuple[frozenset[str], frozenset[str]]:
    """What the template asks for, and of that what it prints as it is. One content is read once a
    process.
    """
    return _asked_once(name, sha256) if sha256 else _names_of(templates.current(name))


@lru_cache(maxsize=256)
def _asked_once(name: str, sha256: str) -> tuple[frozenset[str], frozenset[str]]:
    return _names_of(templates.current(name, sha256))


def _names_of(template: Template) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(template.placeholders), sandbox.printed_names(bytes(template.docx))


def _blanks(order: DocumentOrder, asked: frozenset[str], printed: frozenset[str]) -> frozenset[str]:
    stated = standard_facts.stored(order) | {
        "signer_name": order.signer_name,
        "signer_position": order.signer_position,
        "title": order.title,
    }
    unknown = asked - stated.keys() - templates.STANDARD_FACTS
    return frozenset(
        unknown | {name for name, value in stated.items() if name in printed and not value}
    )


def _refuse_blanks(order: DocumentOrder, template: Template) -> None:
    """Raise MissingFact for a name the template asks for and nobody states, or would print as
    nothing.
    """
    if missing := _blanks(order, *_names_of(template)):
        raise MissingFact(missing)


def unprinted(order: DocumentOrder) -> dict[str, list[str]]:
    """Fact → the letters in it that no type face prints; what is no fact of the order is named
    "".
    """
    stated = {
        name: [value] if isinstance(value, str) else value
        for name, value in standard_facts.stored(order).items()
    }
    stated[""] = [order.title, order.signer_name, order.signer_position, order.authority.name]
    if not printable_letters.without_glyph(text for texts in stated.values() for text in texts):
        return {}
    found = {name: printable_letters.without_glyph(texts) for name, texts in stated.items()}
    return {name: missing for name, missing in found.items() if missing}


def _refuse_letters(order: DocumentOrder) -> None:
    """Raise LettersWithoutGlyph for what would be boxes or nothing, whoever wrote it."""
    if missing := unprinted(order):
        raise LettersWithoutGlyph.of(missing)
