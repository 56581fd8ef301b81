"""Who may take an issued document back, and open a paper that is in no dossier yet."""

from __future__ import annotations

import json
from uuid import UUID

from documents.models import Document
from forms.models import StoredFile
from organisations.models import User
from organisations.roles import HEAD, Post
from workflows.models import Dossier, Draft
from workflows.permissions.dossiers import is_applicant, may_fill
from workflows.permissions.posts import post_at


def may_revoke(user: User, document: Document, dossier: Dossier) -> bool:
    """A head of the authority that issued it; nobody revokes in their own case."""
    return post_to_revoke(user, document, dossier) is not None


def post_to_revoke(user: User, document: Document, dossier: Dossier) -> Post | None:
    """By which post somebody takes a document back."""
    return (
        None if is_applicant(user, dossier) else post_at(user, HEAD, document.authority_id, dossier)
    )


def may_open_unfiled(user: User, stored_file_id: UUID | str) -> bool:
    """A file that is in no dossier yet: whoever uploaded it."""
    if not StoredFile.objects.filter(pk=stored_file_id, uploaded_by=user).exists():
        return False
    return not _left_at_a_counter(user, str(stored_file_id))


def _left_at_a_counter(user: User, stored_file_id: str) -> bool:
    """True for a paper of a citizen that the person took in at a counter where they receive no
    longer.
    """
    drafts = Draft.objects.filter(
        owner=user, counter__isnull=False, dossier__isnull=True
    ).select_related("counter")
    return any(
        not may_fill(user, draft) and stored_file_id in json.dumps(draft.answers)
        for draft in drafts
    )
