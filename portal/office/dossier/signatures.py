"""The signatures of a document that several sign, as officers read them: who has, whose is void,
and why.
"""

from __future__ import annotations

from dataclasses import dataclass

from foundation.languages import in_language
from workflows.definition import Definition
from workflows.models import Dossier, Signature
from workflows.papers import signing
from workflows.papers.signing import Link


@dataclass(frozen=True)
class Row:
    """One place of the chain. `state` is good, void or open."""

    step: str
    signature: Signature | None
    state: str
    why: str  # of a void signature


@dataclass(frozen=True)
class Chain:
    """One document and its places in order."""

    title: str
    rows: list[Row]


def signatures_of(dossier: Dossier, definition: Definition) -> list[Chain]:
    """The documents whose signing has begun."""
    return [
        Chain(in_language(links[0].document.title), [_row(link, definition) for link in links])
        for links in signing.chain(dossier, definition)
    ]


def _row(link: Link, definition: Definition) -> Row:
    title, given = in_language(definition.step(link.step).title), link.signature
    if given is None:
        return Row(title, None, "open", "")
    if link.stands:
        return Row(title, given, "good", "")
    return Row(
        title, given, "void", str(Signature.Void(given.void_reason or Signature.Void.CHANGED).label)
    )
