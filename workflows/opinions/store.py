"""Opinions of those who were asked: kept, and read by those who may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from organisations.models import User
from workflows.act import Act
from workflows.definition import Consult
from workflows.models import Opinion, WorkItem
from workflows.process import requirements
from workflows.reading_rights import Standing


def keep(
    act: Act, by: User, item: WorkItem, step: Consult, text: str, values: Mapping[str, Any]
) -> Opinion:
    """Write the opinion, and note what conditions may read of it."""
    requirements.check_answers(step.fields, values)
    given = Opinion.objects.create(
        item=item,
        dossier=act.dossier,
        by=by,
        at=act.now,
        text=text.strip(),
        values=dict(values),
        confidential=step.asked[item.data["asked"]].confidential,
    )
    before = act.dossier.office.get(step.id, {})
    noted = before if before.get("round") == item.data["round"] else {"round": item.data["round"]}
    act.dossier.office = {
        **act.dossier.office,
        step.id: _with(noted, step, {} if given.confidential else values),
    }
    return given


def _with(noted: Mapping[str, Any], step: Consult, values: Mapping[str, Any]) -> dict[str, Any]:
    """`office.<step>` after one more answer: `<field>` as the last one has it, `all.<field>` the
    list of all of them, and how many have `answered`. What is said in confidence is counted only:
    documents and other officers read this.
    """
    before = noted.get("all", {})
    said = {name: [value] for name, value in values.items() if value not in (None, "", [])}
    every = {
        field.id: [*before.get(field.id, []), *said.get(field.id, [])] for field in step.fields
    }
    return {**noted, **values, "answered": noted.get("answered", 0) + 1, "all": every}


def readable(standing: Standing) -> list[Opinion]:
    """The opinions on a dossier that this officer reads, in the order in which they came."""
    rows = Opinion.objects.filter(dossier=standing.dossier).select_related("by", "item__authority")
    return standing.opinions(rows)
