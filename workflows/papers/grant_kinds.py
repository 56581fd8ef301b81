"""Which books of grants there are, and what their grants are called: as procedures in force and the
books say it.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.conditions.evaluation import Condition
from registers import grants
from workflows.definition import Definition
from workflows.models import Procedure
from workflows.published import definition_of


def kinds() -> dict[str, str]:
    """Book → what its grants are called; what stands in the book already is called as it is
    there.
    """
    found = dict(grants.kinds())
    for procedure in Procedure.objects.filter(versions__isnull=False).distinct():
        version = procedure.current
        if version is not None:
            for book, title in _granted_by(definition_of(version)):
                found.setdefault(book, title)
    return found


def _granted_by(definition: Definition) -> Iterator[tuple[str, str]]:
    """What its documents enter in a book; only what is the same in every dossier."""
    for told in (told for document in definition.documents for told in document.registers):
        if told.write != "grant":
            continue
        book, title = (Condition(told.values[name]).value({}) for name in ("book", "title"))
        if isinstance(book, str) and isinstance(title, str):
            yield book, title
