"""What a CEL condition or expression of a definition may read of a dossier."""

from __future__ import annotations

from typing import Any

from forms.conditions import Condition
from workflows.models import Dossier


def data_of(dossier: Dossier) -> dict[str, Any]:
    """The names a condition may use: every form field, and `office.<step>.<field>` for what officers filled in."""
    return {**dossier.answers, "office": dossier.office}


def holds(text: str, dossier: Dossier) -> bool:
    """True when the condition holds for the dossier; a name without a value makes it False."""
    return Condition(text).holds(data_of(dossier))
