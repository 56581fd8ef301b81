"""A paper that somebody gave before, or a result they received, given again with a new application:
the same content under a row of its own, which says where it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from documents import storage
from documents.models import Document
from forms.attached import MEGABYTE, stored
from forms.field_kinds import AttachmentField
from forms.files import quotas, uploads
from forms.files.forgetting import forget
from forms.models import StoredFile
from organisations.models import User
from workflows.applicant import own_things
from workflows.applicant.own_things import OwnThing
from workflows.definition import Definition
from workflows.errors import WrongState
from workflows.models import Draft
from workflows.published import definition_of

PDF = "application/pdf"


class Again(TypedDict):
    """A question of the form and the code of the dossier from which its paper was taken."""

    field: str
    dossier: str


class Reused(TypedDict):
    """In the entry of filing: what was not sent anew. No name and no content of a paper."""

    reused: list[Again]


def is_own(draft: Draft, person: User) -> bool:
    """Whether the draft is the person's own application for themselves."""
    for_another = draft.represented_id or draft.counter_id or draft.office_id or draft.dossier_id
    return draft.owner_id == person.pk and not for_another


def offered(draft: Draft, field: AttachmentField, things: list[OwnThing]) -> list[OwnThing]:
    """Which of somebody's `things` this question takes, less those that it has; what answered the
    same question before stands first.
    """
    had = {one.sha256 for one in stored(draft.answers.get(field.id) or [])}
    fitting = [one for one in things if _fits(one, field)]
    left = [one for one in fitting if one.file is None or one.file.sha256 not in had]
    same = _same_question(draft, field)
    return sorted(left, key=lambda one: (one.field, one.dossier.version.procedure_id) != same)


def add(draft: Draft, person: User, field_id: str, key: str) -> None:
    """Attach one of the person's own things to a question of their draft; `draft` has it then.

    Raises WrongState with a sentence for what cannot be used here, or can no more.
    """
    form = definition_of(draft.version).form
    field = next((one for one in form.fields() if one.id == field_id), None)
    if not isinstance(field, AttachmentField) or not is_own(draft, person):
        raise WrongState(_("Giấy tờ này không dùng lại được ở đây."))
    things = own_things.things_of(person)
    found = next((one for one in offered(draft, field, things) if one.key == key), None)
    if found is None:
        raise WrongState(_("Giấy tờ này không còn trong danh sách của bạn, hoặc đã đính kèm."))
    copy = _copied(found, person, field)
    try:
        draft.answers = _attached(draft, field, copy)
    except WrongState:
        forget([copy])
        raise


def noted(definition: Definition, answers: Mapping[str, Any]) -> Reused | None:
    """What of these answers was given before; None for nothing."""
    asked = {
        name: field.id
        for field in definition.form.fields()
        if isinstance(field, AttachmentField)
        for name in answers.get(field.id) or []
    }
    found = [
        Again(field=asked[str(file.pk)], dossier=file.reused_from)
        for file in stored(list(asked))
        if file.reused_from
    ]
    return Reused(reused=found) if found else None


def _same_question(draft: Draft, field: AttachmentField) -> tuple[str, int]:
    return (field.id, draft.version.procedure_id)


def _fits(thing: OwnThing, field: AttachmentField) -> bool:
    """Of a kind that the question takes; the size of a result is known when it is opened."""
    if thing.document is not None:
        return "pdf" in field.types
    if thing.file is None:
        return False
    kind = "pdf" if thing.file.content_type == PDF else "image"
    return kind in field.types and thing.file.size <= field.max_mb * MEGABYTE


def _copied(thing: OwnThing, person: User, field: AttachmentField) -> StoredFile:
    """Through the doors of every upload: quotas, and for a result the judging and the scanner."""
    code = thing.dossier.code
    if quotas.is_spent(person):
        raise WrongState(_("Bạn đã gửi quá nhiều tệp trong một ngày, hãy thử lại vào ngày mai."))
    if thing.file is not None:
        return uploads.copy_for(thing.file, person, reused_from=code)
    try:
        return _of_result(thing.document, person, field, code)
    except (storage.FileDamaged, uploads.UploadRefused):
        raise WrongState(_("Giấy tờ này không dùng lại được ở đây.")) from None


def _of_result(
    document: Document | None, person: User, field: AttachmentField, code: str
) -> StoredFile:
    if document is None:
        raise uploads.UploadRefused
    name = f"{document.symbol.replace('/', '-')}.pdf"
    sent = SimpleUploadedFile(name, storage.read_pdf(document), PDF)
    most = field.max_mb * MEGABYTE
    return uploads.store(sent, person, field.types, most, reused_from=code)


def _attached(draft: Draft, field: AttachmentField, copy: StoredFile) -> dict[str, Any]:
    """The answers of the draft with the copy, written."""
    with transaction.atomic():
        fresh = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
        if fresh is None or fresh.dossier_id is not None:
            raise WrongState(_("Giấy tờ này không dùng lại được ở đây."))
        kept = list(fresh.answers.get(field.id) or [])
        if len(kept) >= field.max_count:
            words = _("Chỉ đính kèm được %(count)d tệp.")
            raise WrongState(words % {"count": field.max_count})
        answers: dict[str, Any] = {**fresh.answers, field.id: [*kept, str(copy.pk)]}
        fresh.answers = answers
        fresh.save(update_fields=["answers", "updated_at"])
    return answers
