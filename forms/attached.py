"""The files of an attachment field: those kept so far, those sent now, those taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from forms.errors import Refused
from forms.field_kinds import AttachmentField
from forms.files import uploads
from forms.models import StoredFile

MEGABYTE = 1024 * 1024


def take(
    field: AttachmentField, kept: Sequence[str], data: Any, files: Any, uploader: Any
) -> tuple[list[str], list[str]]:
    """The ids to keep and one sentence for each file that was refused; the good ones are kept all
    the same.
    """
    gone = set(data.getlist("remove"))
    ids = [one for one in kept if one not in gone]
    refusals: list[str] = []
    for upload in files.getlist(field.id) if files else []:
        if len(ids) >= field.max_count:
            refusals.append(_("Chỉ đính kèm được %(count)d tệp.") % {"count": field.max_count})
            break
        try:
            ids.append(
                str(uploads.store(upload, uploader, field.types, field.max_mb * MEGABYTE).pk)
            )
        except uploads.UploadRefused as refused:
            refusals.append(str(refused))
    return ids, refusals


def check(field: AttachmentField, value: Any) -> None:
    """Raise Refused when the kept ids are too many, or name a file that is not there."""
    found = stored(value) if isinstance(value, list) and len(value) <= field.max_count else []
    if not found or len(found) != len(set(value)):
        raise Refused(_("Đính kèm lại các tệp."))
    lost = next((one for one in found if one.is_lost), None)
    if lost:
        words = {"reason": lost.withheld, "name": lost.name}
        raise Refused(_("%(reason)s Hãy bỏ tệp %(name)s và đính kèm tệp khác.") % words)


def stored(ids: Sequence[str]) -> list[StoredFile]:
    """The files with these ids, in their order."""
    found = {
        str(one.pk): one
        for one in StoredFile.objects.filter(pk__in=[_uuid(one) for one in ids if _uuid(one)])
    }
    return [found[one] for one in ids if one in found]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except (ValueError, AttributeError):
        return None
