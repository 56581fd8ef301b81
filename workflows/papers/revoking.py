"""What a revocation says on paper, and which diploma of the register stands behind a document."""

from __future__ import annotations

from django.utils.translation import gettext_noop, override

from documents.models import Document
from documents.orders import DocumentOrder
from foundation.text import vietnamese_date
from registers import lookup
from registers.models import Diploma
from workflows.definition import Definition
from workflows.models import Dossier
from workflows.papers import diploma_writer, facts
from workflows.papers.issuance import Signer
from workflows.papers.revocation_grounds import Ground

TEMPLATE = "decisions/revocation"
KIND = "revocation"  # of DossierDocument, beside the ids of a definition's documents
TITLE, SYMBOL, BOOK = gettext_noop("Quyết định thu hồi văn bản"), "{number}/QĐ-{authority}", "QĐ"


def diploma_behind(dossier: Dossier, definition: Definition) -> Diploma | None:
    """The entry that was matched for the dossier, while it can still be revoked."""
    entry = facts.matched(dossier, definition)
    return entry if entry and entry.state != Diploma.State.REVOKED else None


def order(
    dossier: Dossier,
    document: Document,
    signer: Signer,
    ground: Ground,
    detail: str,
    diploma: Diploma | None,
) -> DocumentOrder:
    """The decision that takes the document back, and the diploma where one is given."""
    known = lookup.facts(diploma) if diploma else {}
    with override("vi"):
        stated = {
            "what": "văn bản và văn bằng" if diploma else "văn bản",
            "law": ground.law,
            "ground": str(ground.title).lower(),
            "detail": facts.in_one_line(detail),
            "dossier_code": dossier.code,
            "applicant_name": dossier.filed_by,
            "revoked_title": document.title,
            "revoked_symbol": document.symbol,
            "revoked_issued_on": vietnamese_date(diploma_writer.decided_by(document).on),
            "holder_name": document.holder_name or "(không ghi)",
            "diploma": (
                "{level_name}, số hiệu {serial}, số vào sổ {book_number}".format(**known)
                if known
                else ""
            ),
        }
    return DocumentOrder(
        key=f"revocation:{document.pk}",
        authority=document.authority,
        kind=BOOK,
        title=TITLE,
        template=TEMPLATE,
        symbol=SYMBOL,
        facts=stated,
        holder_name=document.holder_name,
        holder_birth_date=document.holder_birth_date,
        holder_born=document.holder_born,
        signer_name=str(signer),
        signer_position=signer.position,
    )
