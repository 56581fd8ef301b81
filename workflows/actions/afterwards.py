"""After the decision: the sealed result."""

from __future__ import annotations

from documents.models import Document
from workflows import clock, nodes, registering
from workflows.actions.moving import arrive
from workflows.door import Act, locked
from workflows.models import DossierDocument, Entry, WorkItem


def issued(document: Document) -> Entry | None:
    """The worker sealed the decision document: status 9, and 10 at once where the result goes online. Repeats: None."""
    link = DossierDocument.objects.get(document=document)
    with locked(link.dossier_id) as dossier:
        act = Act(dossier, None, None, None)
        waiting = WorkItem.objects.select_related("authority").filter(process=dossier, finished__isnull=True).first()
        if waiting is None or document.key != f"dossier:{dossier.pk}:{waiting.pk}":
            return None
        waiting.process = dossier
        act.move("finish")
        dossier.done_at = act.now
        clock.stop(dossier, act.now, "issue")
        registering.note(dossier, act.definition, act.definition.document(link.kind), document)
        act.data["document"] = document.symbol
        moved = nodes.advance(waiting, "", None)
        arrive(act, moved)
        entry = act.record("issue", item=waiting)
        if moved.end is not None and moved.end.act == "return_result":
            last = Act(dossier, None, None, None)
            last.move("return")
            entry = last.record("return_result")
        return entry
