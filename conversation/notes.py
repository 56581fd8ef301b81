"""Notes of officers on a dossier, with mentions. Its applicant never reads one: no page, letter or
export of theirs asks for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversation import remarks
from conversation.models import LONGEST, Note
from foundation.text import clean_text, fold
from organisations.models import User
from workflows import permissions
from workflows.act import Act, perform
from workflows.errors import Incomplete, NoRight
from workflows.journal.act_kinds import Told, declare
from workflows.models import Dossier, Entry, WorkItem
from workflows.reading_rights import Reader, Standing, What

#: The effect by which those mentioned hear of it (`notifications.mentioned`).
MENTION = "mention"


class Noted(TypedDict):
    """Which note (`Note.pk`), and the names of who was mentioned."""

    note: int
    mentioned: list[str]


NOTE = declare("note", gettext_lazy("Ghi chú nội bộ"), told=Told.NOBODY, carries=(Noted,))


def write(
    dossier: Dossier,
    actor: User,
    text: str,
    mentioned: Collection[int] = (),
    key: str | None = None,
) -> Entry:
    """Note something for colleagues; `mentioned` are ids of people who hear of it, beside those
    whom the text names after an @.

    Raises NoRight, Incomplete or KeyReused.
    """
    content = ["note", dossier.pk, text, sorted(mentioned)]
    return perform(dossier.pk, actor, key, content, _write, actor, clean_text(text), set(mentioned))


def _write(act: Act, actor: User, text: str, chosen: set[int]) -> Entry:
    if not Reader(actor).towards(act.dossier).may(What.NOTES):
        raise NoRight
    act.acts_under(remarks.speaking_post(actor, act.dossier))
    if not text:
        raise Incomplete(_("Hãy viết nội dung ghi chú."))
    if len(text) > LONGEST:
        raise Incomplete(_("Ghi chú dài quá %(count)d ký tự.") % {"count": LONGEST})
    people = _mentioned(act.dossier, actor, text, chosen)
    note = Note.objects.create(dossier=act.dossier, by=actor, at=act.now, text=text)
    note.mentioned.set(people)
    act.carry(Noted(note=note.pk, mentioned=[str(one) for one in people]))
    if people:
        act.owe(MENTION, f"{MENTION}:{note.pk}", note=note.pk)
    return act.record(NOTE)


def _mentioned(dossier: Dossier, actor: User, text: str, chosen: set[int]) -> list[User]:
    """Raises Incomplete for somebody who may not read the note."""
    able = colleagues(dossier, actor)
    if chosen - {one.pk for one in able}:
        raise Incomplete(_("Chỉ nhắc được cán bộ có quyền xem hồ sơ này."))
    return [one for one in able if one.pk in chosen or is_named(one, text)]


def is_named(person: User, text: str) -> bool:
    """Whether the text has “@” and the person's whole name, however its case and marks are
    typed.
    """
    return f"@{fold(str(person))}" in fold(text).replace("@ ", "@")


def colleagues(dossier: Dossier, but: User) -> list[User]:
    """Officers who have to do with the dossier and read its notes, without `but`, by name."""
    known = {one.pk: one for one in _near(dossier) if one.pk != but.pk}
    able = [one for one in known.values() if Reader(one).towards(dossier).may(What.NOTES)]
    return sorted(able, key=lambda one: (fold(str(one)), one.pk))


def _near(dossier: Dossier) -> Iterable[User]:
    """Who has, had or may take a task of it, and the heads of who decides."""
    items = WorkItem.objects.filter(process=dossier, authority__isnull=False)
    items = items.select_related("owner", "authority")
    for item in items:
        if item.owner is not None and item.owner.is_active:
            yield item.owner
        if item.finished is None:
            item.process = dossier
            yield from permissions.holders_of(item)
    yield from permissions.heads_of(dossier.deciding)


def readable(standing: Standing) -> list[Note]:
    """The notes on a dossier, the first one first; none for who does not read them."""
    if not standing.may(What.NOTES):
        return []
    rows = Note.objects.filter(dossier=standing.dossier).select_related("by")
    return list(rows.prefetch_related("mentioned"))
