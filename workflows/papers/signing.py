"""Several sign one document in order: each signature with a hash of what was signed, void once that
has changed.

A document's `signatures` name the steps, an outcome's `signs` is the act of signing. What is signed
are the facts as issuing would freeze them, with the template's content: whatever changes them
afterwards (a later step, a supplement, a register) makes the hash another one. The final signature
is that of `signed_at` (NĐ 30/2020, Điều 13).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from documents import standard_facts
from foundation.languages import in_language
from organisations import covers
from workflows.act import Act
from workflows.definition import Definition, IssuedDocument, Outcome
from workflows.drawing import graph
from workflows.errors import Incomplete
from workflows.models import Dossier, Signature, WorkItem
from workflows.papers import issuance

Void = Signature.Void


class Signed(TypedDict):
    """Which document was signed at which step."""

    signed: dict[str, str]


@dataclass(frozen=True)
class Link:
    """One place of a document's chain: the step that signs, and the last signature given there, if
    any.
    """

    document: IssuedDocument
    step: str
    signature: Signature | None
    stands: bool


def content_hash(dossier: Dossier, definition: Definition, what: IssuedDocument) -> str:
    """SHA-256 of what a signature is put under: the facts as they would be frozen now, and the
    template's content.
    """
    order = issuance.document_order(dossier, definition, what, None, "")
    signed = {
        "facts": standard_facts.stored(order),
        "title": order.title,
        "symbol": order.symbol,
        "authority": order.authority.slug,
        "template": [order.template, order.template_sha256],
        "holder": [order.holder_name, str(order.holder_birth_date or order.holder_born)],
    }
    text = json.dumps(signed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def chain(dossier: Dossier, definition: Definition) -> list[list[Link]]:
    """For each document that several sign and somebody has begun to sign: its places in order, as
    they stand now.

    A signature counts as standing only while the content is what was signed, whether or not an act
    has said so yet.
    """
    if not _several_sign(definition):
        return []
    given = list(Signature.objects.filter(dossier=dossier).order_by("id"))
    begun = {signature.document for signature in given}
    return [
        _links(dossier, definition, what, given)
        for what in definition.documents
        if what.id in begun
    ]


def _several_sign(definition: Definition) -> bool:
    return any(document.signatures for document in definition.documents)


def _links(
    dossier: Dossier, definition: Definition, what: IssuedDocument, given: list[Signature]
) -> list[Link]:
    is_issued = any(link.kind == what.id for link in dossier.documents.all())
    now = "" if is_issued else content_hash(dossier, definition, what)
    links = []
    for order, step in enumerate(what.signatures):
        own = [one for one in given if one.document == what.id and one.order == order]
        last = next((one for one in own if one.voided_at is None), own[-1] if own else None)
        same = last is not None and (is_issued or last.content_sha256 == now)
        links.append(Link(what, step, last, last is not None and last.voided_at is None and same))
    return links


def review(act: Act) -> None:
    """Void the signatures whose document would now say something else; the act's entry tells
    which.
    """
    if not _several_sign(act.definition):
        return
    for signature in _standing(act.dossier):
        what = act.definition.document(signature.document)
        if not _is_issued(act.dossier, what) and signature.content_sha256 != content_hash(
            act.dossier, act.definition, what
        ):
            _void(act, signature, Void.CHANGED)


def sign(act: Act, item: WorkItem, chosen: Outcome) -> None:
    """Put the actor's signature under the document that the outcome signs.

    Raises Incomplete when one that comes before does not stand: who signs sees the others'
    signatures above their own.
    """
    if not chosen.signs or act.actor is None:
        return
    what = act.definition.document(chosen.signs)
    order = what.signatures.index(item.step)
    _refuse_gap(act, what, order)
    for later in _standing(act.dossier).filter(document=what.id, order__gte=order):
        _void(act, later, Void.REPLACED if later.order == order else Void.EARLIER)
    Signature.objects.create(
        dossier=act.dossier,
        document=what.id,
        step=item.step,
        order=order,
        item=item,
        by=act.actor,
        name=str(act.actor),
        cover=act.cover,
        position=covers.signature_lines(act.actor, act.cover),
        at=act.now,
        entry_sequence=act.dossier.entry_count + 1,
        content_sha256=content_hash(act.dossier, act.definition, what),
    )
    act.carry(Signed(signed={"document": what.id, "step": item.step}))


def give_up_from(act: Act, step: str) -> None:
    """The dossier is brought back to `step`: signatures given there, and at what comes after it,
    are void.
    """
    again = {step, *graph.ahead(act.definition)[step]}
    for signature in _standing(act.dossier):
        if signature.step in again and not _is_issued(
            act.dossier, act.definition.document(signature.document)
        ):
            _void(act, signature, Void.RETURNED)


def refuse_unless_signed(act: Act, item: WorkItem) -> None:
    """Before a document gets its number: raise Incomplete unless every signature it needs
    stands.
    """
    step = act.definition.step(item.step)
    if step.document:
        what = act.definition.document(step.document)
        _refuse_gap(act, what, len(what.signatures))


def _refuse_gap(act: Act, what: IssuedDocument, before: int) -> None:
    links = _links(
        act.dossier, act.definition, what, list(Signature.objects.filter(dossier=act.dossier))
    )
    missing = next((link for link in links[:before] if not link.stands), None)
    if missing is None:
        return
    names = {
        "document": in_language(what.title),
        "step": in_language(act.definition.step(missing.step).title),
    }
    if missing.signature is None:
        raise Incomplete(_("“%(document)s” còn thiếu chữ ký ở bước “%(step)s”.") % names)
    raise Incomplete(
        _(
            "Chữ ký ở bước “%(step)s” trên “%(document)s” không còn hiệu lực: %(why)s. Hãy trả lại"
            " để ký lại."
        )
        % {**names, "why": Void(missing.signature.void_reason or Void.CHANGED).label}
    )


def _standing(dossier: Dossier) -> QuerySet[Signature]:
    return Signature.objects.filter(dossier=dossier, voided_at__isnull=True).order_by("id")


def _is_issued(dossier: Dossier, what: IssuedDocument) -> bool:
    return dossier.documents.filter(kind=what.id).exists()


def _void(act: Act, signature: Signature, why: Void) -> None:
    signature.voided_at, signature.voided_entry, signature.void_reason = (
        act.now,
        act.dossier.entry_count + 1,
        why,
    )
    signature.save(update_fields=["voided_at", "voided_entry", "void_reason"])
    told = {
        "document": signature.document,
        "step": signature.step,
        "by": signature.name,
        "why": why.value,
    }
    act.data.setdefault("voided", []).append(told)
