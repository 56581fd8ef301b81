"""The journal: one append-only entry per act, chained by hash per dossier, checked by `verify`.

The database refuses UPDATE and DELETE on the rows (workflows/journal/triggers.py); the chain shows
what was changed by somebody who got around that: each entry's hash covers its content and the hash
before it, and the dossier's row keeps the count and the hash of the last one, so a cut tail shows
too. Somebody who has the whole database could rewrite all of these; the entry's proof (`mac`) needs
a key that lies outside, and `journal.anchors` says what was there when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from protection import keyed
from workflows import sets
from workflows.journal import act_kinds, outbox
from workflows.journal.checking import Fault as Fault
from workflows.journal.checking import verify as verify
from workflows.journal.hashing import HASHED, digest
from workflows.models import Dossier, Entry, WorkItem

SYSTEM_NAME = "Hệ thống"  # stored as written: the name of timers and workers in the journal


def append(
    dossier: Dossier,
    act: str,
    actor: User | None,
    *,
    status_before: int | None,
    item: WorkItem | None = None,
    outcome: str = "",
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    key: str | None = None,
    owed: Iterable[tuple[str, str, dict[str, int]]] = (),
    called: str = "",
) -> Entry:
    """Write the entry of an act under the dossier's lock, and what is owed after it. `called`: an
    actor without an account.

    The caller saves the dossier afterwards: its count and last hash are set here.
    """
    entry = Entry(
        dossier=dossier,
        sequence=dossier.entry_count + 1,
        at=timezone.now(),
        act=act,
        actor=actor,
        actor_name=str(actor) if actor else called or SYSTEM_NAME,
        role=item.role if item else "",
        authority=item.authority.name if item and item.authority else "",
        step=item.step if item else "",
        outcome=outcome,
        status_before=status_before,
        status_after=dossier.legal_status,
        reason=reason,
        data=dict(data or {}),
        key=key,
        previous_hash=dossier.entry_hash,
    )
    entry.hash = digest({name: getattr(entry, name) for name in HASHED})
    entry.mac = keyed.mac(entry.hash)
    sets.add(entry)
    dossier.entry_count, dossier.entry_hash = entry.sequence, entry.hash
    outbox.owe(entry, owed)
    return entry


def timeline(dossier: Dossier) -> list[Entry]:
    """Every entry of the dossier, oldest first."""
    return list(dossier.entries.select_related("actor").order_by("sequence"))


#: How a form of standing in is said between two names.
IN_STEAD = {
    "KT": gettext_lazy("ký thay"),
    "TL": gettext_lazy("thừa lệnh"),
    "TUQ": gettext_lazy("thừa ủy quyền"),
    "Q": gettext_lazy("quyền, thay"),
}


def done_by(entry: Entry, called: Callable[[str], str] = str) -> str:
    """Who did it, in whose stead and in which form, and for which office, as they were called then.

    `called` says what an office, or the worker, is called in the reader's language; people keep
    their names.
    """
    name, instead = entry.actor_name, entry.data.get("instead_of")
    if name == SYSTEM_NAME:
        name = called(name)
    if instead:
        name = f"{name} ({IN_STEAD[instead['form']]} {instead['name']})"
    if entry.data.get("behalf") and (represented := entry.dossier.represented_name):
        name = _("%(agent)s nộp thay %(represented)s") % {"agent": name, "represented": represented}
    return " · ".join(part for part in (name, called(entry.authority)) if part)


def act_label(act: str) -> str:
    """What an act is called on a page; never its name in code."""
    return str(act_kinds.label_of(act) or _("Việc khác"))


def title_of(entry: Entry) -> str:
    """What one entry is called on a page: a second request for a supplement says that it is the
    second.
    """
    label, number = act_label(entry.act), entry.data.get("round", 1)
    if entry.data.get("co_signed"):
        return _("%(act)s, hai người cùng ký") % {"act": label}
    return _("%(act)s (lần %(round)s)") % {"act": label, "round": number} if number > 1 else label
