"""Many dossiers that stand where one stands, with their tasks and journals that verify, faster than filing each."""

from __future__ import annotations

from django.db.models import Max, Model

from protection import keyed
from tests.races.copies import _like
from workflows.journal import entries as journal
from workflows.models import Dossier, Entry, WorkItem


def dossiers_like(model: Dossier, count: int) -> list[WorkItem]:
    """The open task of each of `count` copies."""
    last = Dossier.objects.aggregate(last=Max("pk"))["last"]
    codes = (f"{model.code}-{last + number}" for number in range(count))
    made = Dossier.objects.bulk_create([_like(model, code=code) for code in codes])
    Entry.objects.bulk_create([entry for copy in made for entry in _journal(model, copy)])
    Dossier.objects.bulk_update(made, ["entry_hash"], batch_size=200)
    tasks = list(WorkItem.objects.filter(process=model).order_by("pk"))
    WorkItem.objects.bulk_create(
        [_like(task, process_id=copy.pk) for copy in made for task in tasks]
    )
    opened = WorkItem.objects.filter(process__in=made, finished=None)
    return list(opened.select_related("process__version", "authority").order_by("process_id"))


def _journal(model: Dossier, copy: Dossier) -> list[Model]:
    found, previous = [], ""
    for one in Entry.objects.filter(dossier=model).order_by("sequence"):
        key = one.key and f"{one.key}-{copy.pk}"
        entry = _like(one, dossier_id=copy.pk, previous_hash=previous, key=key)
        entry.hash = previous = journal.digest(
            {name: getattr(entry, name) for name in journal.HASHED}
        )
        entry.mac = keyed.mac(entry.hash)
        found.append(entry)
    copy.entry_hash = previous
    return found
