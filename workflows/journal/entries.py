"""The journal: one append-only entry per act, chained by hash per dossier, checked by `verify`.

The database refuses UPDATE and DELETE on the rows (workflows/journal/triggers.py); the chain shows
what was changed by somebody who got around that: each entry's hash covers its content and the hash
before it, and the dossier's row keeps the count and the hash of the last one, so a cut tail shows
too. Somebody who has the whole database could rewrite all of these; the entry's proof (`mac`) needs
a key that lies outside, and `journal.anchors` says what was there when.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from protection import keyed
from workflows import sets
from workflows.journal import act_kinds, anchors, outbox
from workflows.models import Dossier, Entry, WorkItem

SYSTEM_NAME = "Hệ thống"  # stored as written: the name of timers and workers in the journal

#: The columns the hash covers, in this order.
HASHED = (
    "dossier_id",
    "sequence",
    "at",
    "act",
    "actor_id",
    "actor_name",
    "role",
    "authority",
    "step",
    "outcome",
    "status_before",
    "status_after",
    "reason",
    "data",
    "key",
    "previous_hash",
)


@dataclass(frozen=True)
class Fault:
    """The first entry that was changed, removed or inserted."""

    dossier_id: int
    sequence: int
    problem: str  # "changed" | "removed" | "inserted"

    def __str__(self) -> str:
        return f"dossier {self.dossier_id}, entry {self.sequence}: {self.problem}"


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


def digest(row: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of the hashed columns (keys sorted, UTC times, UTF-8)."""
    content = {name: _plain(row[name]) for name in HASHED}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return int(value) if isinstance(value, int) else value  # an enum member is hashed as its number


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


def verify(dossier: Dossier | None = None) -> Fault | None:
    """The first fault of one journal or of all of them; None when every chain is whole."""
    covered = anchors.covers_before_the_key()
    entries = Entry.objects.order_by("dossier_id", "sequence").values(*HASHED, "hash", "mac")
    heads = Dossier.objects.order_by("id").values_list("id", "entry_count", "entry_hash")
    if dossier is not None:
        entries, heads = entries.filter(dossier=dossier), heads.filter(pk=dossier.pk)
    rows = entries.iterator(chunk_size=2000)
    pending = next(rows, None)
    for pk, count, head in heads.iterator(chunk_size=2000):
        chain: list[dict[str, Any]] = []
        while pending is not None and pending["dossier_id"] == pk:
            chain.append(pending)
            pending = next(rows, None)
        fault = next(_faults(pk, chain, count, head, covered), None)
        if fault:
            return fault
    return None


def _faults(
    pk: int, chain: list[dict[str, Any]], count: int, head: str, covered: Mapping[int, int] | None
) -> Iterator[Fault]:
    """`covered`: dossier → entries that the first anchor stands for; None before there is one."""
    previous = ""
    for position, row in enumerate(chain, start=1):
        if row["sequence"] > position:
            yield Fault(pk, position, "removed")
        if row["sequence"] > count:
            yield Fault(pk, row["sequence"], "inserted")
        if row["previous_hash"] != previous or digest(row) != row["hash"]:
            yield Fault(pk, row["sequence"], "changed")
        if row["mac"] and not keyed.is_ours(row["hash"], row["mac"]):
            yield Fault(pk, row["sequence"], "changed")
        if not row["mac"] and covered is not None and row["sequence"] > covered.get(pk, 0):
            yield Fault(pk, row["sequence"], "changed")
        previous = row["hash"]
    if len(chain) < count:
        yield Fault(pk, len(chain) + 1, "removed")
    if previous != head:
        yield Fault(pk, count, "changed")
