"""From an act to a document: orders with frozen facts, numbered in the act's transaction, sealed by the worker."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from documents.issuing import reserve
from documents.models import Document
from documents.orders import DocumentOrder, MissingFact
from documents.slips import FACTS as SLIP_FACTS
from organisations.models import User
from workflows import facts
from workflows.definition import IssuedDocument
from workflows.door import Act
from workflows.errors import Incomplete
from workflows.models import DossierDocument, WorkItem

PRODUCE = "document.produce"

#: Slip → (kind of the number book, type name, symbol); numbers run per authority, kind and year.
SLIPS = {
    "receipt": ("TN", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "{number}/TNHS-{authority}"),
    "supplement": ("PBS", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "{number}/PBS-{authority}"),
    "refusal": ("PTC", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", "{number}/PTC-{authority}"),
}


def issue(act: Act, item: WorkItem) -> Document:
    """Number the document of an issue step and freeze its facts; raises Incomplete when a fact is missing."""
    dossier = act.dossier
    what = act.definition.document(act.definition.step(item.step).document)
    values = facts.evaluate(what.facts, dossier, act.definition)
    holder = facts.evaluate(what.holder, dossier, act.definition)
    signer = _signer(act, what)
    born = holder.get("birth_date", "")
    order = DocumentOrder(
        key=f"dossier:{dossier.pk}:{item.pk}",
        authority=dossier.deciding,
        kind=what.kind,
        title=what.title["vi"],
        template=f"{act.definition.slug}/{what.template_name}",
        symbol=what.symbol,
        facts=values,
        holder_name=holder.get("name", ""),
        holder_birth_date=dt.date.fromisoformat(born) if born else None,
        signer_name=str(signer) if signer else "",
        signer_position=signer.position if signer else "",
        template_sha256=what.template_sha256,
    )
    return _reserve(act, order, what.id)


def slip(act: Act, name: str, item: WorkItem, reason: str) -> Document:
    """Number a slip of the receiving office; `name` is receipt, supplement or refusal."""
    kind, title, symbol = SLIPS[name]
    dossier = act.dossier
    known = facts.slip_facts(dossier, act.definition, reason)
    order = DocumentOrder(
        key=f"slip:{dossier.pk}:{item.pk}",
        authority=item.authority or dossier.receiving,
        kind=kind,
        title=title,
        template=f"slips/{name}",
        symbol=symbol,
        facts={fact: known[fact] for fact in SLIP_FACTS[name]},
        holder_name=dossier.applicant_name,
        signer_name=str(act.actor) if act.actor else "",
        signer_position=act.actor.position if act.actor else "",
        public=False,
    )
    return _reserve(act, order, name)


def _reserve(act: Act, order: DocumentOrder, kind: str) -> Document:
    try:
        document = reserve(order, act.now)
    except MissingFact as error:
        raise Incomplete(
            _("Chưa phát hành được văn bản vì còn thiếu: %(names)s.") % {"names": ", ".join(sorted(error.names))}
        ) from error
    sequence = act.dossier.entry_count + 1
    DossierDocument.objects.create(dossier=act.dossier, document=document, kind=kind, entry_sequence=sequence)
    act.owe(PRODUCE, f"{PRODUCE}:{document.pk}", document=document.pk)
    act.data["document"] = document.symbol
    return document


def _signer(act: Act, what: IssuedDocument) -> User | None:
    """Whoever decided the step the definition names as the signature."""
    signed = WorkItem.objects.filter(process=act.dossier, step=what.signed_at).exclude(outcome="")
    last = signed.select_related("owner").order_by("-id").first()
    return last.owner if last else None
