"""A shared block as it is read from its file: a section of a form, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from forms.language import Form, Section
from workflows.definition.findings import DefinitionFaults, Finding
from workflows.definition.shape_faults import in_words
from workflows.definition.source import Source, read_yaml
from workflows.definition.writing import WRITING

_ABOUT = "about"


@dataclass(frozen=True)
class Block:
    """One version of a block. `data` is the section as it is written, for whoever unfolds it: never
    change it.
    """

    name: str
    about: str
    section: Section
    data: dict[str, Any]


def read_block(name: str, path: FilePath) -> Block:
    """The block `name` of this file. Raises DefinitionFaults with every fault of the file."""
    return _read(name, path, path.stat().st_mtime_ns)


@cache
def _read(name: str, path: FilePath, _changed: int) -> Block:
    source = read_yaml(path.read_text(encoding="utf-8"), path.name)
    written: dict[str, Any] = source.data if isinstance(source.data, dict) else {}
    data = {word: value for word, value in written.items() if word != _ABOUT}
    findings = list(source.faults)
    if not isinstance(written.get(_ABOUT), str):
        findings.append(source.locate(WRITING.found("missing", (), key=_ABOUT)))
    try:
        (section,) = Form.model_validate({"sections": [data]}).sections
    except ValidationError as error:
        raise DefinitionFaults(_in_order([*findings, *_faults(error, source, data)])) from error
    if findings:
        raise DefinitionFaults(_in_order(findings))
    return Block(name, written[_ABOUT], section, data)


def _faults(error: ValidationError, source: Source, data: dict[str, Any]) -> list[Finding]:
    """As if the section stood in a procedure: the words known there are the words known here."""
    places = {("form", "sections", 0, *path): place for path, place in source.places.items()}
    stated = Source(source.file, {"form": {"sections": [data]}}, places)
    errors = error.errors(include_url=False)
    return in_words([{**one, "loc": ("form", *one["loc"])} for one in errors], stated)


def _in_order(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.line, finding.column))
