"""Papers an officer adds to what they decide or say: stored at once, so that a refusal does not
lose them.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from forms.files.uploads import UploadRefused, store
from forms.models import StoredFile
from portal.shared.desk_visitor import officer_of

ATTACHABLE = ("pdf", "image")


def attached_by(request: HttpRequest) -> tuple[list[StoredFile], list[str]]:
    """The officer's own files that are still ticked and those sent now; and a sentence for each
    that was refused.
    """
    officer = officer_of(request)
    kept = [one for one in map(_uuid, request.POST.getlist("do-attached")) if one]
    found = list(
        StoredFile.objects.filter(pk__in=kept, uploaded_by=officer).order_by("uploaded_at")
    )
    errors = []
    for upload in request.FILES.getlist("do-attach"):
        try:
            found.append(store(upload, officer, ATTACHABLE, settings.UPLOAD_MAX_BYTES))
        except UploadRefused as refused:
            errors.append(str(refused))
    return found, errors


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
