"""A dossier whose council is on its way follows to a version that gives the council another
time.
"""

from __future__ import annotations

from typing import Any

from tests.procedures.licences import appraised, make_licensing
from tests.procedures.walking import item
from tests.workflows.test_councils import LICENCE
from tests.workflows.test_versions_move import work
from tests.workflows.versions import administrator, move, path
from workflows.models import Timer
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text

HOURS = "    at: deciding\n    hours: 16\n    min_members: 5"


def test_the_council_has_the_hours_of_the_new_version(db: Any) -> None:
    site, by = make_licensing(), administrator()
    dossier = appraised(site)
    before = item(dossier, "council")
    assert LICENCE.count(HOURS) == 1
    shorter = publishing.publish_proposal(
        from_text(LICENCE.replace(HOURS, HOURS.replace("16", "8")))
    )
    move(path(site.version, shorter, by), by, dossier)
    work()
    after = item(dossier, "council")
    assert after.process.version_id == shorter.pk
    assert after.due_at < before.due_at
    assert Timer.objects.get(item=after, kind="LATE").due_at == after.due_at
