"""The head of the issuing authority takes an issued document back, by a decision that is a document
itself.
"""

from __future__ import annotations

from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from documents import later_facts
from documents.issuing import revoke as take_back
from documents.models import Document
from organisations.models import User
from registers import corrections
from registers.models import Diploma
from workflows import permissions
from workflows.act import Act, perform
from workflows.errors import AlreadyDone, Incomplete, NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import DossierDocument, Entry
from workflows.papers import diploma_writer, issuance, register_writers, revoking
from workflows.papers.issuance import Numbered
from workflows.papers.revocation_grounds import BY_SLUG


class Revoked(TypedDict):
    """Which document, on which ground of `revocation_grounds`, and whether the diploma behind it
    too.
    """

    revoked: str
    ground: str
    with_diploma: bool


REVOKE = declare(
    "revoke",
    gettext_lazy("Thu hồi văn bản"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=(Revoked, Numbered),
)


def revoke(
    document: Document,
    actor: User,
    ground: str,
    detail: str = "",
    with_diploma: bool = False,
    key: str | None = None,
) -> Entry:
    """Revoke a sealed document on a ground of the law; `with_diploma`: the entry of the register
    behind it too.

    What the document had noted in a register is undone. Raises NoRight, WrongState before it is
    issued, AlreadyDone, and Incomplete without a ground of the list.
    """
    content = ["revoke", document.pk, ground, detail, with_diploma]
    link = DossierDocument.objects.get(document=document)
    return perform(
        link.dossier_id, actor, key, content, _revoke, link.pk, ground, detail, with_diploma
    )


def _revoke(act: Act, link_id: int, ground: str, detail: str, with_diploma: bool) -> Entry:
    link = DossierDocument.objects.select_related("document__authority").get(pk=link_id)
    _demand(act, link, ground)
    diploma = revoking.diploma_behind(act.dossier, act.definition) if with_diploma else None
    if with_diploma and (diploma is None or not BY_SLUG[ground].of_diploma):
        raise Incomplete(_("Căn cứ này, hoặc hồ sơ này, không cho thu hồi văn bằng trong sổ gốc."))
    _carry_out(act, link, ground, detail.strip(), diploma)
    return act.record(REVOKE, reason=_reason(ground, detail))


def _demand(act: Act, link: DossierDocument, ground: str) -> None:
    if act.actor is None or not permissions.may_revoke(act.actor, link.document, act.dossier):
        raise NoRight(_("Chỉ thủ trưởng cơ quan ban hành được thu hồi văn bản này."))
    if link.kind not in act.definition.document_ids():
        raise WrongState(
            _("Chỉ thu hồi được kết quả giải quyết; phiếu và quyết định thu hồi thì không.")
        )
    if ground not in BY_SLUG:
        raise Incomplete(_("Hãy chọn căn cứ thu hồi."))
    if link.document.state == Document.State.REVOKED:
        raise AlreadyDone(by=_who_revoked(link))
    if not is_issued(link):
        raise WrongState(
            _("Văn bản chưa phát hành xong nên chưa thu hồi được. Hãy chờ đóng dấu rồi thử lại.")
        )


def is_issued(link: DossierDocument) -> bool:
    """Sealed, and the dossier and the registers have been told so."""
    if link.document.state == Document.State.RESERVED:
        return False
    issued = link.dossier.entries.filter(act="issue", sequence__gt=link.entry_sequence)
    return any(entry.data.get("document") == link.document.symbol for entry in issued)


def _carry_out(
    act: Act, link: DossierDocument, ground: str, detail: str, diploma: Diploma | None
) -> None:
    assert act.actor is not None  # noqa: S101 - _demand has asked for one
    document = link.document
    act.acts_under(permissions.post_to_revoke(act.actor, document, act.dossier))
    signer = issuance.signer_of(act.actor, act.cover)
    assert signer is not None  # noqa: S101 - there is an actor
    order = revoking.order(act.dossier, document, signer, BY_SLUG[ground], detail, diploma)
    decision = issuance.reserve_for(act, order, revoking.KIND)
    decided = diploma_writer.decided_by(decision)
    take_back(document, _reason(ground, detail), act.now)
    later_facts.note_revoked(document, decided.on, decided.symbol)
    if diploma is not None:
        corrections.revoke(diploma.pk, _reason(ground, detail), decided)
    else:
        register_writers.undo(act.definition.document(link.kind), document, decided)
    act.carry(Revoked(revoked=document.symbol, ground=ground, with_diploma=diploma is not None))


def _reason(ground: str, detail: str) -> str:
    """As it is kept: in Vietnamese, whatever language the officer reads."""
    with override("vi"):
        title = str(BY_SLUG[ground].title)
    return f"{title}. {detail.strip()}".strip() if detail.strip() else f"{title}."


def _who_revoked(link: DossierDocument) -> str:
    done = link.dossier.entries.filter(act="revoke").order_by("-sequence")
    mine = (entry for entry in done if entry.data.get("revoked") == link.document.symbol)
    return next((entry.actor_name for entry in mine), "")
