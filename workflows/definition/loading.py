"""From text to a Definition, with every fault of writing told at once."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path as FilePath

from pydantic import ValidationError

from workflows.definition.earlier_versions import read_as_meant, with_promises_kept
from workflows.definition.findings import DefinitionFaults
from workflows.definition.shape_faults import in_words
from workflows.definition.shared_blocks.expansion import unfolded
from workflows.definition.source import Source, read_yaml
from workflows.definition.whole import Definition


def load(origin: FilePath | str) -> Definition:
    """Read a definition from a file (a Path) or from YAML text (a str). Raises DefinitionFaults."""
    if isinstance(origin, FilePath):
        return understand(read_text(origin.read_text(encoding="utf-8"), str(origin)))
    return understand(read_text(origin))


def read_text(text: str, file: str = "procedure.yaml") -> Source:
    """The YAML text as data, shared blocks written out. Raises DefinitionFaults when it is no YAML
    at all.
    """
    return unfolded(read_yaml(text, file))


def understand(source: Source) -> Definition:
    """The definition a source states. Raises DefinitionFaults with every fault, in the order of the
    lines.
    """
    findings = list(source.faults)
    definition = None
    try:
        definition = Definition.model_validate(source.data)
    except ValidationError as error:
        findings += in_words(error.errors(include_url=False), source)
    if definition is None or findings:
        raise DefinitionFaults(sorted(findings, key=lambda finding: (finding.line, finding.column)))
    return definition


def canonical(definition: Definition) -> str:
    """The one text of a definition: JSON, sorted keys, no white space, NFC as it was read; what is
    hashed.
    """
    data = definition.model_dump(mode="json", by_alias=True)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_canonical(text: str, published: dt.date | None = None) -> Definition:
    """The definition of a version, published on that day; what an older language said is read as it
    was meant.
    """
    data = json.loads(text)
    years = {int(data["valid_from"][:4])} | ({published.year} if published else set())
    meant = with_promises_kept(read_as_meant(data, years))
    return Definition.model_validate_json(json.dumps(meant), context={"published": True})
