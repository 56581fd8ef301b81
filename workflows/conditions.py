"""What a CEL condition or expression of a definition may read of a dossier."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from forms.conditions import Condition
from workflows.errors import Incomplete
from workflows.models import Dossier


def data_of(dossier: Dossier) -> dict[str, Any]:
    """The names a condition may use: every form field, and `office.<step>.<field>` for what officers filled in."""
    return {**dossier.answers, "office": dossier.office}


def fee_of(text: str, dossier: Dossier) -> int:
    """The whole đồng that a fee's expression gives for this dossier; raises Incomplete where it gives none."""
    value = Condition(text).value({**data_of(dossier), "case": dossier.case, "channel": dossier.channel})
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Incomplete(_("Chưa tính được mức phí của hồ sơ này; hãy báo quản trị hệ thống xem lại thủ tục."))
    return value


def holds(text: str, dossier: Dossier) -> bool:
    """True when the condition holds for the dossier; a name without a value makes it False."""
    return Condition(text).holds(data_of(dossier))
