"""Published versions as definitions: each is read once per process, for it never changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from foundation.compiled_reads import CompiledRead, Place
from workflows.definition import Definition, from_canonical
from workflows.models import ProcedureVersion

FLOW_PREFIX = "Flow_"  # of a flow's name (`workflows.compile`): the hash of the definition follows
_served: dict[str, Definition] = {}


def definition_of(version: ProcedureVersion) -> Definition:
    """The definition of a published version; read once per process."""
    found = _served.get(version.sha256)
    if found is None:
        found = _served[version.sha256] = from_canonical(
            version.canonical, timezone.localdate(version.published_at)
        )
    return found


def read_at_once(versions: Iterable[ProcedureVersion]) -> None:
    """Get what these versions weigh by one statement, if the process has not read it yet: for
    versions whose texts were deferred.
    """
    unread = {each.pk: each for each in versions if each.sha256 not in _served}
    if unread:
        rows = ProcedureVersion.objects.filter(pk__in=unread).values_list("pk", "canonical")
        for key, text in rows:
            unread[key].canonical = text


def in_force(slug: str) -> Definition | None:
    """The definition that new applications for this procedure use today, by one statement; None
    where there is none.

    What a definition weighs is read from the database the first time alone.
    """
    version = _IN_FORCE.first(slug, timezone.localdate())
    return definition_of(version) if version else None


def _newest(slug: Place, day: Place) -> QuerySet[ProcedureVersion]:
    rows = ProcedureVersion.objects.filter(procedure__slug=slug, valid_from__lte=day)
    return rows.defer("source", "canonical").order_by("-number")[:1]


_IN_FORCE = CompiledRead(_newest, str, dt.date)
