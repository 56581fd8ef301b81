"""A proposed definition and its Word templates, read and checked as a whole before anything is
published.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from documents.orders import TemplateMissing
from documents.word_templates import templates
from organisations.models import Authority, Role
from organisations.seed import ROLES
from workflows.definition import (
    Definition,
    DefinitionFaults,
    Finding,
    IssuedDocument,
    Source,
    understand,
)
from workflows.procedure import definition_check

#: Where a template's bytes come from: a folder, or what was published before. None: there is none.
TemplateSource = Callable[[Definition, IssuedDocument], bytes | None]


@dataclass(frozen=True)
class Proposal:
    """The text of a procedure.yaml that somebody wants to publish."""

    text: str
    file: str
    template: TemplateSource


@dataclass(frozen=True)
class Inspection:
    """What came of reading and checking a proposal; `definition` is None when it could not be
    understood.
    """

    definition: Definition | None
    findings: list[Finding]
    # as named in the definition → the Word file
    templates: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def faults(self) -> list[Finding]:
        """What blocks publishing."""
        return [finding for finding in self.findings if finding.severity == "fault"]

    def publishable(self) -> Definition:
        """The definition; raises DefinitionFaults with all findings when any of them is a fault."""
        if self.definition is None or self.faults:
            raise DefinitionFaults(self.findings)
        return self.definition


def from_folder(folder: Path) -> Proposal:
    """The procedure.yaml of a folder, with the templates beside it."""
    path = folder / "procedure.yaml"
    return Proposal(
        path.read_text(encoding="utf-8"),
        str(path),
        lambda _, document: _file(folder / document.template),
    )


def from_text(text: str, uploaded: Mapping[str, bytes] | None = None) -> Proposal:
    """A text typed by the administrator, with the Word files they send along (by file name).

    What they do not send is the template that was published last.
    """
    sent = uploaded or {}
    return Proposal(
        text,
        "procedure.yaml",
        lambda definition, document: (
            sent.get(f"{document.template_name}.docx") or _published(definition, document)
        ),
    )


class Work(Protocol):
    """Who reads and checks: `definition_check`, or `definition_check_apart` for what is still being
    written.
    """

    def read(self, text: str, file: str) -> Source: ...

    def examine(
        self,
        definition: Definition,
        word_files: Mapping[str, bytes],
        roles: Collection[str],
        authorities: Collection[str] | None,
    ) -> list[Finding]: ...


def inspect(
    proposal: Proposal,
    work: Work = definition_check,
    further: Callable[[Definition], list[Finding]] | None = None,
) -> Inspection:
    """Read, understand and check; every finding has its line, in the order of the lines. `further`
    finds some more.
    """
    try:
        source = work.read(proposal.text, proposal.file)
        definition = understand(source)
    except DefinitionFaults as faults:
        return Inspection(None, faults.findings)
    docx = {each.template: proposal.template(definition, each) for each in definition.documents}
    present = {name: content for name, content in docx.items() if content is not None}
    found = work.examine(definition, present, known_roles(), known_authorities())
    found += further(definition) if further else []
    located = sorted(
        (source.locate(finding) for finding in found), key=lambda each: (each.line, each.column)
    )
    return Inspection(definition, located, present)


def known_roles() -> set[str]:
    """Slugs of the roles of this site; before it is seeded, those the product seeds."""
    rows = set(Role.objects.values_list("slug", flat=True))
    return rows or {role for role, _name, _english in ROLES}


def known_authorities() -> set[str] | None:
    """Slugs of the authorities of this site; None before it is seeded."""
    return set(Authority.objects.values_list("slug", flat=True)) or None


def _file(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _published(definition: Definition, document: IssuedDocument) -> bytes | None:
    try:
        return bytes(templates.current(f"{definition.slug}/{document.template_name}").docx)
    except TemplateMissing:
        return None
