"""After the decision: the sealed result."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from documents.models import Document
from workflows.act import Act, locked
from workflows.actions.shared import GOING_ON, arrive, return_at_end
from workflows.deadlines import clock
from workflows.journal.act_kinds import Told, declare
from workflows.lifecycle import Status
from workflows.models import DossierDocument, Entry, WorkItem
from workflows.papers import register_writers
from workflows.papers.issuance import Numbered
from workflows.process import moves

ISSUE = declare("issue", gettext_lazy("Phát hành văn bản"), told=Told.APPLICANT, carries=GOING_ON)


def issued(document: Document) -> Entry | None:
    """The worker sealed the decision document: status 9, and 10 at once where the result goes
    online. Repeats: None.

    Raises WrongState.
    """
    link = DossierDocument.objects.get(document=document)
    with locked(link.dossier_id) as dossier:
        act = Act(dossier, None, None, None)
        waiting = (
            WorkItem.objects.select_related("authority")
            .filter(process=dossier, finished__isnull=True)
            .first()
        )
        if waiting is None or document.key != f"dossier:{dossier.pk}:{waiting.pk}":
            return None
        waiting.process = dossier
        if dossier.legal_status != Status.DONE:  # else an earlier result is replaced by this one
            act.move("finish")
            dossier.done_at = act.now
            clock.stop(dossier, act.now, "issue")
        register_writers.note(dossier, act.definition, act.definition.document(link.kind), document)
        act.carry(Numbered(document=document.symbol))
        moved = moves.advance(waiting, "", None)
        arrive(act, moved)
        entry = act.record(ISSUE, item=waiting)
        return return_at_end(dossier, moved) or entry
