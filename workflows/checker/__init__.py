"""Finds what is wrong in the meaning of a definition that could be read: each finding with a trace and a mend."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from documents import templates
from workflows.definition import Definition, Finding

Placeholders = Mapping[str, Collection[str]]


def check(
    definition: Definition,
    template_placeholders: Placeholders | None = None,
    roles: Collection[str] | None = None,
    authorities: Collection[str] | None = None,
) -> list[Finding]:
    """Every fault and doubt of the definition. What is None is not known, and not checked."""
    return []


def placeholders_of(docx: Mapping[str, bytes]) -> Placeholders:
    """Template as named in the definition → the names it asks for. A file that is no Word template is left out."""
    return {name: templates.placeholders(content) for name, content in docx.items()}
