"""What a CEL condition or expression of a definition may read of a dossier."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from forms.conditions.evaluation import Condition
from registers import grant_lookup
from workflows.errors import Incomplete
from workflows.models import Dossier

#: A condition that reads this name asks the register of grants.
GRANT = "grant"


def data_of(dossier: Dossier) -> dict[str, Any]:
    """The names a condition may use: every form field, and `office.<step>.<field>` for what
    officers filled in.
    """
    return {**dossier.answers, "office": dossier.office}


def known_of(dossier: Dossier) -> dict[str, Any]:
    """The same with the grant it is about, where its procedure asks for one: a look into the
    register.
    """
    asks = bool(dossier.flow_class.definition.grant_fields())
    return {**data_of(dossier), GRANT: grant_facts(dossier)} if asks else data_of(dossier)


def fee_of(text: str, dossier: Dossier) -> int:
    """The whole đồng that a fee's expression gives for this dossier; raises Incomplete where it
    gives none.
    """
    value = Condition(text).value(
        {**data_of(dossier), "case": dossier.case, "channel": dossier.channel}
    )
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Incomplete(
            _("Chưa tính được mức phí của hồ sơ này; hãy báo quản trị hệ thống xem lại thủ tục.")
        )
    return value


def holds(text: str, dossier: Dossier) -> bool:
    """True when the condition holds for the dossier; a name without a value makes it False."""
    condition = Condition(text)
    if GRANT in condition.references:
        return condition.holds({**data_of(dossier), GRANT: grant_facts(dossier)})
    return condition.holds(data_of(dossier))


def grant_facts(dossier: Dossier) -> dict[str, str]:
    """`grant.*`: the licence or certificate that the dossier is about, as it stands today; empty
    when none is named.
    """
    for step, field in dossier.flow_class.definition.grant_fields():
        value = (dossier.office.get(step, {}) if step else dossier.answers).get(field)
        found = grant_lookup.by_id(str(value)) if value else None
        if found:
            return grant_lookup.facts(found, timezone.localdate())
    return {}
