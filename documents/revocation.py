"""Taking back an issued document. It stays on record, and its check says so from then on."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from documents.models import Document
from foundation.text import clean_text


class NotIssued(RuntimeError):
    """Only an issued document can be revoked; this one is still waiting for its seal."""


def revoke(document: Document, reason: str, at: dt.datetime | None = None) -> Document:
    """Revoke a sealed document; one already revoked keeps its first reason and day.

    `at` is an aware moment, by default now. Raises NotIssued, and ValueError without a reason.
    """
    reason = clean_text(reason)
    if not reason:
        raise ValueError("a document is not revoked without a reason")
    sealed = Document.objects.filter(pk=document.pk, state=Document.State.SEALED)
    sealed.update(
        state=Document.State.REVOKED, revoked_at=at or timezone.now(), revocation_reason=reason
    )
    document.refresh_from_db()
    if document.state != Document.State.REVOKED:
        raise NotIssued(document.symbol)
    return document
