"""What is owed after commit: registered handlers, their rows, the doorbell and the sweep.

The row is written in the act's own transaction, so it exists exactly when the act does. The
broker's message is a doorbell: lost, doubled or late, the row decides. A worker holds a lease on
the row while it works; a crash leaves the lease to run out, and the sweep rings again. Handlers
must therefore be safe to repeat.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from foundation import broker, outages
from foundation.leases import LEASE, Hold, free
from foundation.work_limits import at_most
from workflows import sets
from workflows.models import Effect, Entry

log = logging.getLogger(__name__)

TASK = "workflows.tasks.run_effect"
MAX_ATTEMPTS = 12  # about two days with the waits below; then a person must look
MOST_DEATHS = 8
# as often a machine may go off while it is worked on, without anything being wrong with it
QUICK_DEATHS = 3
FIRST_WAIT = dt.timedelta(seconds=5)
LONGEST_WAIT = dt.timedelta(hours=12)

#: In the payload of an effect that a batch of acts owes: ids of its entries.
ENTRIES = "entries"
Handler = Callable[[Effect], None]


@dataclass(frozen=True)
class Listener:
    """One kind of effect: who does it, and after which acts it is owed by itself."""

    handler: Handler
    hears: Callable[[str], bool]
    takes_many: bool = False  # its effect may name several entries (ENTRIES)


_listeners: dict[str, Listener] = {}


def register(
    kind: str,
    handler: Handler,
    on_act: Callable[[str], bool] = lambda act: False,
    *,
    takes_many: bool = False,
) -> None:
    """Make `handler` do the effects of `kind`; called once from the `ready()` of the app that
    listens.

    `on_act`: whether an act of that name owes it by itself. `takes_many`: of a batch of acts it is
    owed once, with the ids of their entries in the payload (ENTRIES).

    Raises ValueError when the kind is taken by another handler.
    """
    known = _listeners.get(kind)
    if known and known.handler is not handler:
        raise ValueError(f"effect kind {kind!r} is registered twice")
    _listeners[kind] = Listener(handler, on_act, takes_many)


def owe(entry: Entry, extra: Iterable[tuple[str, str, dict[str, int]]] = ()) -> None:
    """Write the rows owed after `entry` (one INSERT) and ring after commit.

    `extra` are the act's own (kind, natural key, payload) beside what listeners asked for.
    """
    rows = [
        Effect(kind=kind, key=f"{kind}:{entry.pk}", entry=entry)
        for kind, listener in _listeners.items()
        if listener.hears(entry.act) and not _is_owed_with_others(kind, listener, entry)
    ]
    rows += [
        Effect(kind=kind, key=key, payload=payload, entry=entry) for kind, key, payload in extra
    ]
    if rows:
        sets.add_all(rows)
        _ring_after_commit([row.pk for row in rows])


def _is_owed_with_others(kind: str, listener: Listener, entry: Entry) -> bool:
    """In a batch of acts, a listener that takes several entries gets one effect for all of them."""
    owing = partial(_owe_together, kind)
    return listener.takes_many and sets.together(("owed", kind), entry.pk, owing)


def _owe_together(kind: str, entries: list[int]) -> None:
    key = f"{kind}:{entries[0]}-{entries[-1]}"  # an entry is owed once: its number names the batch
    row = Effect(kind=kind, key=key, payload={ENTRIES: entries})
    sets.add(row)
    _ring_after_commit([row.pk])


def owe_alone(kind: str, entry: Entry) -> None:
    """What could not be done for an entry together with others is owed for it alone."""
    owe_once(kind, f"{kind}:{entry.pk}", {}, entry)


def owe_once(kind: str, key: str, payload: dict[str, int], entry: Entry | None = None) -> None:
    """Write the row unless it is there, and ring after commit."""
    told = {"kind": kind, "payload": payload, "entry": entry}
    row, _made = Effect.objects.get_or_create(key=key, defaults=told)
    _ring_after_commit([row.pk])


def _ring_after_commit(ids: list[int]) -> None:
    """Of a batch once, for all its rows."""
    if not sets.together("ring", ids, _ring_for_all):
        transaction.on_commit(lambda: ring(ids))


def _ring_for_all(lists: list[list[int]]) -> None:
    transaction.on_commit(lambda: ring([pk for ids in lists for pk in ids]))


def owe_by_itself(kind: str, key: str, payload: dict[str, int] | None = None) -> None:
    """Write the row of something that is owed after no act of a dossier, and ring after commit."""
    row = Effect.objects.create(kind=kind, key=key, payload=payload or {})
    transaction.on_commit(lambda: ring([row.pk]))


def ring(ids: Iterable[int]) -> None:
    """Tell the worker; a broker that is away is no fault of the act: the sweep will find the
    rows.
    """
    broker.ring(TASK, ids)


def run(pk: int) -> bool:
    """Do one effect if it is owed and free; True when it was done now."""
    now = timezone.now()
    effect = _claim(pk, now)
    if effect is None:
        return False
    if effect.deaths > MOST_DEATHS:
        _give_up(effect)
        return False
    try:
        with Hold(Effect, pk, now + LEASE), at_most(settings.WORK_SECONDS):
            _listeners[effect.kind].handler(effect)
    # whatever failed is tried again later, and shown to an administrator at the end
    except Exception as error:
        _postpone(effect, error)
        return False
    Effect.objects.filter(pk=pk).update(
        state=Effect.State.DONE, done_at=timezone.now(), lease_until=None, last_error="", deaths=0
    )
    return True


def _claim(pk: int, now: dt.datetime) -> Effect | None:
    """Hold the row, and count this try as one that its worker does not survive, until it has."""
    owed = Effect.objects.filter(free(now), pk=pk, state=Effect.State.PENDING, due_at__lte=now)
    effect = owed.select_related("entry").first()
    if effect is None:
        return None
    died = effect.deaths  # so often nobody came back from it, one after the other
    held = {"lease_until": now + LEASE, "attempts": F("attempts") + 1, "deaths": died + 1}
    if died >= QUICK_DEATHS:  # others first: a worker that ends by this one does nothing else
        held["due_at"] = now + outages.wait(died, FIRST_WAIT, LONGEST_WAIT, away=False)
    if not owed.filter(attempts=effect.attempts).update(**held):
        return None
    effect.attempts, effect.deaths = effect.attempts + 1, died + 1
    return effect


def _give_up(effect: Effect) -> None:
    """Whoever began it was never heard of again: a person must look."""
    log.error("effect %s (%s) ends the worker that does it", effect.pk, effect.kind)
    gone = {
        "state": Effect.State.DEAD,
        "lease_until": None,
        "last_error": "WorkerDied",
        "deaths": 0,
    }
    Effect.objects.filter(pk=effect.pk).update(**gone)


def _postpone(effect: Effect, error: Exception) -> None:
    """Put it off: longer each time, and given up at the end, unless only something the site needs
    is away.
    """
    log.warning("effect %s (%s) failed: %s", effect.pk, effect.kind, type(error).__name__)
    away = outages.is_passing(error)
    hopeless = effect.attempts >= MAX_ATTEMPTS and not away
    effect.state = Effect.State.DEAD if hopeless else Effect.State.PENDING
    effect.due_at = timezone.now() + outages.wait(effect.attempts, FIRST_WAIT, LONGEST_WAIT, away)
    effect.lease_until, effect.deaths = None, 0
    effect.last_error = type(error).__name__  # the text may hold personal data
    effect.save(update_fields=["state", "due_at", "lease_until", "last_error", "deaths"])
    if away:
        _let_wait(effect.kind, effect.last_error)


def _let_wait(kind: str, why: str) -> None:
    """What they all need is away: one try of the kind is enough until the next sweep. Others go on
    meanwhile.
    """
    now = timezone.now()
    alike = Effect.objects.filter(free(now), kind=kind, state=Effect.State.PENDING, due_at__lte=now)
    alike.update(due_at=now + outages.NEXT_TRY, last_error=why)


def sweep(limit: int = 50) -> int:
    """Do what is due and free, oldest first: what a crash or a lost ring left behind. Returns how
    many there were.

    It does the work itself: ringing again for a backlog would fill the broker faster than workers
    empty it.
    """
    now = timezone.now()
    owed = Effect.objects.filter(free(now), state=Effect.State.PENDING, due_at__lte=now).order_by(
        "due_at"
    )
    ids = list(owed.values_list("pk", flat=True)[:limit])
    for pk in ids:
        run(pk)
    return len(ids)
