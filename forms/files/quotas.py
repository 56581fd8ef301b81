"""How much one person may send a day, so that no account fills the store; officers, who scan for
others, ten times.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol, runtime_checkable

from django.conf import settings
from django.db.models import Count, Sum
from django.utils import timezone

from forms.models import StoredFile
from organisations.roles import is_officer

DAY = dt.timedelta(days=1)
FOR_OFFICERS = 10


@runtime_checkable
class CountsItself(Protocol):
    """Somebody without an account, who has no rows to count."""

    def takes_one_more(self) -> bool:
        """Count one file; False where it is one too many."""


def is_spent(uploader: Any) -> bool:
    """True when the person has sent as many files, or as many bytes, in the last 24 hours as a day
    allows.

    Counted by the rows themselves, so all processes agree. How many files a form takes is bounded
    by its own fields.
    """
    if isinstance(uploader, CountsItself):
        return not uploader.takes_one_more()
    if not getattr(uploader, "pk", None):
        return False
    rows = StoredFile.objects.filter(uploaded_by=uploader, uploaded_at__gt=timezone.now() - DAY)
    sent = rows.aggregate(files=Count("pk"), size=Sum("size", default=0))
    if sent["files"] < settings.UPLOADS_A_DAY and sent["size"] < settings.UPLOAD_BYTES_A_DAY:
        return False
    times = FOR_OFFICERS if is_officer(uploader) else 1
    return bool(
        sent["files"] >= settings.UPLOADS_A_DAY * times
        or sent["size"] >= settings.UPLOAD_BYTES_A_DAY * times
    )
