"""What the worker does for the engine itself: produce a document, then tell its dossier."""

from __future__ import annotations

from documents.issuing import produce
from workflows import actions
from workflows.background import recompute_deadlines, version_moves
from workflows.bulk import working
from workflows.journal import anchor_copies, anchors, outbox
from workflows.models import DossierDocument, Effect
from workflows.papers.issuance import PRODUCE
from workflows.payments_in import reconciliation
from workflows.published import definition_of


def produce_document(effect: Effect) -> None:
    """Word, PDF/A, seal; then, for a decision document, the act `issued`. Safe to repeat at any
    point.
    """
    document = produce(effect.payload["document"])
    link = DossierDocument.objects.select_related("dossier__version").get(document=document)
    if link.kind in definition_of(link.dossier.version).document_ids():
        actions.issued(document)


def register_all() -> None:
    """Called once, when the app is ready."""
    outbox.register(PRODUCE, produce_document)
    outbox.register(anchors.KEPT, anchor_copies.keep)
    recompute_deadlines.register()
    version_moves.register()
    reconciliation.register()
    working.register()
