"""What the worker does for the engine itself: produce a document, then tell its dossier."""

from __future__ import annotations

from documents.issuing import produce
from workflows import actions, effects, recompute, reconciling
from workflows.catalogue import definition_of
from workflows.issuance import PRODUCE
from workflows.models import DossierDocument, Effect
from workflows.versions import moving


def produce_document(effect: Effect) -> None:
    """Word, PDF/A, seal; then, for a decision document, the act `issued`. Safe to repeat at any point."""
    document = produce(effect.payload["document"])
    link = DossierDocument.objects.select_related("dossier__version").get(document=document)
    if link.kind in definition_of(link.dossier.version).document_ids():
        actions.issued(document)


def register_all() -> None:
    """Called once, when the app is ready."""
    effects.register(PRODUCE, produce_document)
    recompute.register()
    moving.register()
    reconciling.register()
