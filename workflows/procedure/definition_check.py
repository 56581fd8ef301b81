"""The work of inspecting a proposed definition, without the database: reading it, and checking what
it means.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from documents.word_templates import templates, trial
from workflows import checker
from workflows.definition import Definition, Finding, Source, read_text, understand
from workflows.definition.findings import Rules, fault

__all__ = ["examine", "read", "tried"]

TRIAL = Rules(
    {
        "template_faulty": fault(
            "The template {template} did not pass its trial run with invented facts: {why}",
            "Mend the Word file; a paper that fails after its number was given would fail for"
            " ever.",
            "Mẫu {template} không qua được lần chạy thử với dữ liệu giả định: {why}",
            "Hãy sửa tệp Word; văn bản hỏng sau khi đã cấp số thì không phát hành được nữa.",
        ),
    }
)


def read(text: str, file: str) -> Source:
    """The text as data that a Definition can be made of. Raises DefinitionFaults."""
    source = read_text(text, file)
    understand(source)
    return source


def examine(
    definition: Definition,
    word_files: Mapping[str, bytes],
    roles: Collection[str],
    authorities: Collection[str] | None,
) -> list[Finding]:
    """Every fault and doubt; `word_files` by the name that the definition gives them."""
    found = checker.check(definition, checker.placeholders_of(word_files), roles, authorities)
    return found + tried(definition, word_files)


def tried(definition: Definition, word_files: Mapping[str, bytes]) -> list[Finding]:
    """Each Word template in a trial run of the whole production, but for what the checker has found
    already.
    """
    found = []
    for number, document in enumerate(definition.documents):
        if document.template not in word_files:
            continue
        try:
            trial.check(word_files[document.template])
        except templates.TemplateFaulty as fault:
            place = ("documents", number, "template")
            found.append(
                TRIAL.found("template_faulty", place, template=document.template, why=str(fault))
            )
    return found
