"""Published versions as definitions: each is read once per process, for it never changes."""

from __future__ import annotations

from django.utils import timezone

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


def in_force(slug: str) -> Definition | None:
    """The definition that new applications for this procedure use today, by one statement; None
    where there is none.

    What a definition weighs is read from the database the first time alone.
    """
    rows = ProcedureVersion.objects.filter(
        procedure__slug=slug, valid_from__lte=timezone.localdate()
    )
    version = rows.defer("source", "canonical").order_by("-number").first()
    return definition_of(version) if version else None
