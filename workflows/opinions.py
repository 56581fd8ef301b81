"""Opinions of those who were asked: kept, and read by those who may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from organisations.models import User
from workflows import permissions
from workflows.definition import Consult
from workflows.door import Act
from workflows.errors import Incomplete, WrongState
from workflows.models import Dossier, Opinion, WorkItem


def keep(act: Act, by: User, item: WorkItem, step: Consult, text: str, values: Mapping[str, Any]) -> None:
    """Write the opinion, and what conditions may read of it: `office.<step>.<field>` and how many have answered."""
    fields = {field.id: field for field in step.fields}
    if values.keys() - fields.keys():
        raise WrongState(_("Bước này không có ô nhập như vậy."))
    for name, field in fields.items():
        if field.required is True and values.get(name) in (None, "", []):
            raise Incomplete(_("Hãy trả lời “%(field)s”.") % {"field": field.label["vi"]})
    Opinion.objects.create(
        item=item,
        dossier=act.dossier,
        by=by,
        at=act.now,
        text=text.strip(),
        values=dict(values),
        confidential=step.asked[item.data["asked"]].confidential,
    )
    before = act.dossier.office.get(step.id, {})
    again = before.get("round") == item.data["round"]
    answered = before.get("answered", 0) + 1 if again else 1
    noted = {**(before if again else {}), **values, "answered": answered, "round": item.data["round"]}
    act.dossier.office = {**act.dossier.office, step.id: noted}


def readable(dossier: Dossier, user: User) -> list[Opinion]:
    """The opinions on a dossier that this officer may read, in the order in which they came."""
    asks = dossier.deciding_id in permissions.authorities_on(user, dossier)
    rows = Opinion.objects.filter(dossier=dossier).select_related("by", "item__authority")
    return [row for row in rows if asks or not row.confidential or row.by_id == user.pk]
