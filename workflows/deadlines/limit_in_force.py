"""Which legal limit holds for a dossier: its version's, or the one it kept when it was moved to
another version.
"""

from __future__ import annotations

from workflows.definition import Definition, TimeLimit
from workflows.models import Dossier


def limit_of(dossier: Dossier, definition: Definition) -> TimeLimit:
    """The limit the dossier's clock counts by; `definition` is that of its version."""
    if dossier.kept_limit:
        return TimeLimit.model_validate(dossier.kept_limit)
    longer = definition.longer_limits.get(dossier.longer_limit)
    return longer or limit_stated(dossier, definition, dossier.case)


def limit_stated(dossier: Dossier, definition: Definition, case: str) -> TimeLimit:
    """What the definition says of a dossier of this case, whatever it kept or was given."""
    return definition.limit_for(dossier.channel, case)
