"""Files that nobody has judged yet: withheld from everyone until there is a verdict.

The state is in the row (StoredFile.scan); `uploads.open_file` is the one door to the content and
reads it. `forms.files.rescanning` asks the scanner again by itself.
"""

from __future__ import annotations

from django.db.models import QuerySet

from forms.models import StoredFile

Scan = StoredFile.Scan
WAITING = (Scan.PENDING, Scan.NONE, Scan.UNREADABLE)


def waiting() -> QuerySet[StoredFile]:
    """Every file without a verdict; those of a site that had no scanner too, once it has one."""
    return StoredFile.objects.filter(scan__in=WAITING)


def record(digest: str, verdict: str) -> None:
    """Write the verdict on a content to every row that names it. Malware found once is malware
    wherever it lies.
    """
    rows = StoredFile.objects.filter(sha256=digest)
    if verdict == Scan.INFECTED:
        rows.exclude(scan=verdict).update(scan=verdict, scan_due_at=None)
    elif verdict == Scan.CLEAN:
        rows.filter(scan__in=WAITING).update(scan=verdict, scan_due_at=None, scan_attempts=0)
    else:
        rows.filter(scan__in=WAITING).update(scan=verdict)


def lost(stored: StoredFile) -> None:
    """The content of a released file is gone: withheld until it is back and scanned again."""
    StoredFile.objects.filter(pk=stored.pk).update(scan=Scan.UNREADABLE)
    stored.scan = Scan.UNREADABLE
