"""Whether a dossier's result exists."""

from __future__ import annotations

from workflows.models import Dossier, DossierDocument


def has_result(dossier: Dossier) -> bool:
    """True once a document of the procedure has its number, though it may still have to be sealed
    and handed over.
    """
    kinds = dossier.flow_class.definition.document_ids()
    return DossierDocument.objects.filter(dossier=dossier, kind__in=kinds).exists()
