"""From an act to a document: orders with frozen facts, numbered in the act's transaction, sealed by
the worker.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from documents.conversion.printable_letters import spelt
from documents.issuing import reserve
from documents.models import Document
from documents.numbers import BookClosed
from documents.orders import DocumentOrder, Fact, LettersWithoutGlyph, MissingFact
from documents.slip_numbers import form_text
from documents.slips import FACTS as SLIP_FACTS
from forms.conditions.evaluation import Condition
from foundation import known_dates
from foundation.languages import in_vietnamese
from organisations import covers
from organisations.models import Authority, Cover, User
from registers import corrections, lookup
from workflows import sets
from workflows.act import Act
from workflows.deadlines import timers
from workflows.definition import Definition, IssuedDocument, Outcome
from workflows.errors import Incomplete, WrongState
from workflows.models import Dossier, DossierDocument, Signature, WorkItem
from workflows.papers import fact_names, facts, register_writers

PRODUCE = "document.produce"

#: Slip → (kind of the number book, type name, symbol); numbers run per authority, kind and year.
SLIPS = {
    "receipt": (
        "TN",
        gettext_noop("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        "{number}/TNHS-{authority}",
    ),
    "supplement": (
        "PBS",
        gettext_noop("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
        "{number}/PBS-{authority}",
    ),
    "payment_receipt": ("BL", gettext_noop("Biên lai thu phí, lệ phí"), "{number}/BL-{authority}"),
    "refusal": (
        "PTC",
        gettext_noop("Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
        "{number}/PTC-{authority}",
    ),
    "apology": (
        "PXL",
        gettext_noop("Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết"),
        "{number}/PXL",
    ),
    "stop_notice": (
        "TB",
        gettext_noop("Thông báo dừng giải quyết hồ sơ"),
        "{number}/TB-{authority}",
    ),
}


class Numbered(TypedDict):
    """The number and symbol that a document got."""

    document: str


@dataclass(frozen=True)
class Signer:
    """Whose name stands under a document: as it was when they signed, where the signature says
    so.
    """

    name: str
    position: str

    def __str__(self) -> str:
        return self.name


def signer_of(person: User | None, cover: Cover | None) -> Signer | None:
    """Who signs, with the lines above their name: for whom they stand in and in which form, then
    their own position.
    """
    return Signer(str(person), covers.signature_lines(person, cover)) if person else None


def issue(act: Act, item: WorkItem) -> Document:
    """Number the document of an issue step and freeze its facts; raises Incomplete when a fact is
    missing.
    """
    step = act.definition.step(item.step)
    if not step.document:
        raise TypeError(f"step {item.step} issues nothing")
    what = act.definition.document(step.document)
    demand_register(act.dossier, act.definition, what, act.now)
    signer, key = standing_signer(act.dossier, what), f"dossier:{act.dossier.pk}:{item.pk}"
    order = with_blanks(document_order(act.dossier, act.definition, what, signer, key), what)
    return reserve_for(act, order, what.id, what.facts)


def demand_register(
    dossier: Dossier,
    definition: Definition,
    what: IssuedDocument,
    at: dt.datetime,
    *,
    drafted: bool = False,
) -> None:
    """Refuse what the register no longer agrees with: much may have happened since the entry was
    matched.

    Of a `drafted` document some values may still be to come.
    """
    register_writers.ask(dossier, definition, what, at, drafted=drafted)
    entry = facts.matched(dossier, definition)
    if entry and repeats_register(what) and (sentence := corrections.why_not(entry)):
        raise Incomplete(sentence)


def slip(act: Act, chosen: Outcome, item: WorkItem, reason: str) -> Document:
    """Number the slip of the receiving office that goes with the outcome: receipt, supplement or
    refusal.
    """
    signer, asked = signer_of(act.actor, act.cover), act.data.get("asked", ())
    order = slip_order(act.dossier, act.definition, chosen, item, signer, reason, act.now, asked)
    return reserve_for(act, order, chosen.slip)


def notice(act: Act, name: str, authority: Authority, reason: str, **stated: str) -> Document:
    """Number a slip that no step's outcome issues, once a dossier: apology, stop_notice; `stated`:
    its own facts.
    """
    signer, key = signer_of(act.actor, act.cover), f"slip:{act.dossier.pk}:{name}"
    order = _slip_order(act.dossier, act.definition, name, authority, signer, key, reason, stated)
    return reserve_for(act, order, name)


def payment_receipt(act: Act, item: WorkItem, paid: Mapping[str, str]) -> Document:
    """Number the receipt of a fee at the authority that collects it; `paid` are its facts about the
    money.
    """
    dossier = act.dossier
    order = _slip_order(
        dossier,
        act.definition,
        "payment_receipt",
        dossier.deciding,
        act.actor,
        f"slip:{dossier.pk}:{item.pk}",
        "",
        paid,
    )
    return reserve_for(act, order, "payment_receipt")


def document_order(
    dossier: Dossier,
    definition: Definition,
    what: IssuedDocument,
    signer: User | Signer | None,
    key: str,
) -> DocumentOrder:
    """What is ordered when a document is issued; a page may also render it as a preview, without a
    number.
    """
    entry = facts.matched(dossier, definition)
    read = facts.names_read([*what.facts.values(), *what.holder.values()])
    known = facts.known(dossier, definition, entry, read)
    holder = facts.evaluated(what.holder, known)
    born = str(holder.get("birth_date", ""))
    day = known_dates.day(born)
    source = lookup.reference(entry) if entry and repeats_register(what) else None
    return DocumentOrder(
        key=key,
        authority=dossier.deciding,
        kind=what.kind,
        title=in_vietnamese(what.title),
        template=f"{definition.slug}/{what.template_name}",
        symbol=what.symbol,
        facts=facts.evaluated(what.facts, known),
        holder_name=str(holder.get("name", "")),
        holder_birth_date=day,
        holder_born="" if day else born,
        signer_name=str(signer) if signer else "",
        signer_position=signer.position if signer else "",
        template_sha256=what.template_sha256,
        subject=source.subject if source else "",
        subject_version=source.version if source else 0,
    )


def with_blanks(order: DocumentOrder, what: IssuedDocument) -> DocumentOrder:
    """The order with each fact that has no value stated as empty.

    A template may print such a one where it is there (`{% if remark %}`); printed as it is, issuing
    refuses it by name.
    """
    return replace(order, facts={**dict.fromkeys(what.facts, ""), **order.facts})


def repeats_register(what: IssuedDocument) -> bool:
    """A document that states what the register's entry says; one that itself changes the entry is
    no copy of it.
    """
    texts = [*what.facts.values(), *what.holder.values()]
    return not what.registers and any("register" in Condition(text).references for text in texts)


def slip_order(
    dossier: Dossier,
    definition: Definition,
    chosen: Outcome,
    item: WorkItem,
    signer: User | Signer | None,
    reason: str,
    now: dt.datetime,
    asked: Sequence[dict[str, str]] = (),
) -> DocumentOrder:
    """What is ordered when the outcome's slip is issued from the task `item`; `asked`: what a
    request asks for.
    """
    authority, key = item.authority or dossier.receiving, f"slip:{dossier.pk}:{item.pk}"
    stated = facts.asked_facts(asked, reason) if asked else {}
    stated["answer_by_text"] = facts.moment_text(
        timers.lapse_of(dossier, definition.step(chosen.to), now)
    )
    return _slip_order(dossier, definition, chosen.slip, authority, signer, key, reason, stated)


def _slip_order(
    dossier: Dossier,
    definition: Definition,
    name: str,
    authority: Authority,
    signer: User | Signer | None,
    key: str,
    reason: str,
    stated: Mapping[str, Fact],
) -> DocumentOrder:
    kind, title, symbol = SLIPS[name]
    said = {
        **facts.slip_facts(dossier, definition, reason),
        "form": form_text(f"slips/{name}"),
        **stated,
    }
    known = {fact: _legible(value) for fact, value in said.items()}
    return DocumentOrder(
        key=key,
        authority=authority,
        kind=kind,
        title=title,
        template=f"slips/{name}",
        symbol=symbol,
        facts={fact: known[fact] for fact in SLIP_FACTS[f"slips/{name}"]},
        holder_name=dossier.applicant_name,
        signer_name=str(signer) if signer else "",
        signer_position=signer.position if signer else "",
        public=False,
    )


def _legible(value: Fact) -> Fact:
    """What no type face prints stands on a slip by its number in Unicode: a slip is how an office
    asks to mend it, and its own deadlines may write one with nobody there to be refused.
    """
    if isinstance(value, int):
        return value
    return spelt(value) if isinstance(value, str) else [spelt(text) for text in value]


def reserve_for(
    act: Act, order: DocumentOrder, kind: str, stated: Mapping[str, str] | None = None
) -> Document:
    """Number the ordered document and owe its making; raises Incomplete when a fact is missing.

    `stated`: fact → the expression it comes from, so that what is missing is told by the words of
    its question.
    """
    try:
        document = reserve(order, act.now, alone=True)  # its key names the dossier, which is locked
    except MissingFact as error:
        words = ", ".join(fact_names.told(error.names, stated or {}, act.definition))
        raise Incomplete(
            _("Chưa phát hành được văn bản vì còn thiếu: %(names)s.") % {"names": words}
        ) from error
    except LettersWithoutGlyph as error:
        raise Incomplete(str(error)) from error
    except BookClosed as error:
        raise WrongState(str(error)) from error
    sequence = act.dossier.entry_count + 1
    sets.add(
        DossierDocument(dossier=act.dossier, document=document, kind=kind, entry_sequence=sequence)
    )
    act.owe(PRODUCE, f"{PRODUCE}:{document.pk}", document=document.pk)
    act.carry(Numbered(document=document.symbol))
    return document


def standing_signer(dossier: Dossier, what: IssuedDocument) -> Signer | None:
    """Whoever decided the step the definition names as the signature; None while nobody has."""
    standing = Signature.objects.filter(dossier=dossier, document=what.id, voided_at__isnull=True)
    if final := standing.filter(step=what.signed_at).first():
        return Signer(final.name, final.position)
    signed = WorkItem.objects.filter(process=dossier, step=what.signed_at).exclude(outcome="")
    last = (
        signed.select_related("owner", "cover__assignment__user", "cover__assignment__role")
        .order_by("-id")
        .first()
    )
    return signer_of(last.owner, last.cover) if last else None
