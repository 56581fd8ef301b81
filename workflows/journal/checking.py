"""The journal checked: `verify` reads every chain and names the first entry that was changed.

Each dossier's chain stands by itself, so that parts of the journal are checked by processes of
their own. A chain and the head that its dossier keeps are read by one statement: an act in between
makes no fault.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from json.encoder import encode_basestring as _text
from operator import itemgetter
from typing import Any

from django.db import connection, connections
from django.db.models import Func, Max, QuerySet, TextField
from django.db.models.functions import Cast

from protection import keyed
from workflows.journal import anchors
from workflows.journal.hashing import HASHED
from workflows.models import Dossier

PART = 1000  # dossiers: some 7,000 entries, 10 MB
_SORTED = tuple(sorted(HASHED))  # as the canonical JSON has them
_HEAD = ("id", "entry_count", "entry_hash")
_READ_AS = {"at": "moment", "data": "facts"}
_READ = (*_HEAD, *(_READ_AS.get(name, f"entries__{name}") for name in (*_SORTED, "hash", "mac")))
_SEQUENCE, _PREVIOUS = (3 + _SORTED.index(name) for name in ("sequence", "previous_hash"))
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode

Row = tuple[Any, ...]


class _Moment(Func):
    """A time as the hash covers it (ISO 8601, UTC, microseconds), written by the database: half of
    the work was to make a Python time of it and a text again.
    """

    output_field = TextField()
    template = (
        """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
    )

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        """Kept there as text in UTC; whole seconds without a fraction."""
        template = "substr(replace(%(expressions)s, ' ', 'T') || '.000000', 1, 26) || '+00:00'"
        return super().as_sql(compiler, connection, template=template, **more)


Covered = Mapping[int, int] | None


@dataclass(frozen=True)
class Fault:
    """The first entry that was changed, removed or inserted."""

    dossier_id: int
    sequence: int
    problem: str  # "changed" | "removed" | "inserted"

    def __str__(self) -> str:
        return f"dossier {self.dossier_id}, entry {self.sequence}: {self.problem}"


def verify(dossier: Dossier | None = None, processes: int | None = None) -> Fault | None:
    """The first fault of one journal or of all of them; None when every chain is whole.

    By as many processes as there are cores; inside a transaction by this one, for others do not see
    what is not committed.
    """
    covered = anchors.covers_before_the_key()
    if dossier is not None:
        return _of_part(Dossier.objects.filter(pk=dossier.pk), covered)
    last = Dossier.objects.aggregate(last=Max("pk"))["last"] or 0
    parts = [(first, first + PART) for first in range(1, last + 1, PART)]
    many = min(processes or os.cpu_count() or 1, len(parts))
    if many < 2 or connection.in_atomic_block:
        return _first(_of_numbers(*part, covered) for part in parts)
    return _apart(parts, covered, many)


def _apart(parts: list[tuple[int, int]], covered: Covered, many: int) -> Fault | None:
    """In the order of the parts, so that the first fault is the one that one process would find."""
    connections.close_all()  # a child may not use its parent's
    pool = multiprocessing.get_context("fork").Pool(many, _begin, (covered,))
    with pool:
        return _first(pool.imap(_of_given, parts))


_covered: Covered = None


def _begin(covered: Covered) -> None:
    global _covered
    _covered = covered


def _of_given(part: tuple[int, int]) -> Fault | None:
    return _of_numbers(*part, _covered)


def _of_numbers(first: int, end: int, covered: Covered) -> Fault | None:
    return _of_part(Dossier.objects.filter(pk__gte=first, pk__lt=end), covered)


def _first(found: Iterable[Fault | None]) -> Fault | None:
    return next((fault for fault in found if fault), None)


def _of_part(dossiers: QuerySet[Dossier], covered: Covered) -> Fault | None:
    is_ours = keyed.judge()
    read = dossiers.annotate(
        moment=_Moment("entries__at"), facts=Cast("entries__data", TextField())
    )
    rows = read.order_by("pk", "entries__sequence").values_list(*_READ)
    for _pk, chain in groupby(rows, key=itemgetter(0)):
        if fault := next(_faults(list(chain), covered, is_ours), None):
            return fault
    return None


def _faults(chain: list[Row], covered: Covered, is_ours: keyed.Judge) -> Iterator[Fault]:
    """`covered`: dossier → entries that the first anchor stands for; None before there is one."""
    pk, count, head = chain[0][:3]
    entries = [row for row in chain if row[_SEQUENCE] is not None]  # no entry: one row of blanks
    previous = ""
    for position, row in enumerate(entries, start=1):
        sequence, told, mac = row[_SEQUENCE], row[-2], row[-1]
        if sequence > position:
            yield Fault(pk, position, "removed")
        if sequence > count:
            yield Fault(pk, sequence, "inserted")
        if row[_PREVIOUS] != previous or _digest(row[3:-2]) != told:
            yield Fault(pk, sequence, "changed")
        if mac and not is_ours(told, mac):
            yield Fault(pk, sequence, "changed")
        if not mac and covered is not None and sequence > covered.get(pk, 0):
            yield Fault(pk, sequence, "changed")
        previous = told
    if len(entries) < count:
        yield Fault(pk, len(entries) + 1, "removed")
    if previous != head:
        yield Fault(pk, count, "changed")


def _digest(values: Row) -> str:
    """What `hashing.digest` says of the row whose hashed columns, sorted by name, are these.

    Written out, because it is asked for every entry there ever was.
    """
    (act, actor, actor_name, at, authority, data, dossier, key,
     outcome, previous, reason, role, sequence, after, before, step) = values  # fmt: skip
    facts = data if data == "{}" else _canonical(json.loads(data))
    text = (
        f'{{"act":{_text(act)},"actor_id":{_number(actor)},"actor_name":{_text(actor_name)},'
        f'"at":"{at}","authority":{_text(authority)},"data":{facts},'
        f'"dossier_id":{dossier},"key":{"null" if key is None else _text(key)},'
        f'"outcome":{_text(outcome)},"previous_hash":{_text(previous)},"reason":{_text(reason)},'
        f'"role":{_text(role)},"sequence":{sequence},"status_after":{_number(after)},'
        f'"status_before":{_number(before)},"step":{_text(step)}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)
