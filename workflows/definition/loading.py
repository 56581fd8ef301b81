"""From text to a Definition, with every fault of writing told at once."""

from __future__ import annotations

import datetime as dt
import difflib
import json
from collections.abc import Iterable
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflows.definition.earlier_versions import read_as_meant, with_promises_kept
from workflows.definition.findings import DefinitionFaults, Finding, Path
from workflows.definition.library_words import of_shape
from workflows.definition.schema import words_at
from workflows.definition.source import Source, read_text
from workflows.definition.whole import Definition
from workflows.definition.writing import WRITING


def load(origin: FilePath | str) -> Definition:
    """Read a definition from a file (a Path) or from YAML text (a str). Raises DefinitionFaults."""
    if isinstance(origin, FilePath):
        return understand(read_text(origin.read_text(encoding="utf-8"), str(origin)))
    return understand(read_text(origin))


def understand(source: Source) -> Definition:
    """The definition a source states. Raises DefinitionFaults with every fault, in the order of the lines."""
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
    """The one text of a definition: JSON, sorted keys, no white space, NFC as it was read; what is hashed."""
    data = definition.model_dump(mode="json", by_alias=True)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_canonical(text: str, published: dt.date | None = None) -> Definition:
    """The definition of a version, published on that day; what an older language said is read as it was meant."""
    data = json.loads(text)
    years = {int(data["valid_from"][:4])} | ({published.year} if published else set())
    meant = with_promises_kept(read_as_meant(data, years))
    return Definition.model_validate_json(json.dumps(meant), context={"published": True})


def in_words(errors: Iterable[ErrorDetails], source: Source) -> list[Finding]:
    """pydantic's errors as findings; several that mean one fault at one place are told once."""
    findings: dict[tuple[Path, str], Finding] = {}
    for error in errors:
        if error["type"] == "too_short" and error["input"]:
            continue  # pydantic counts only the entries without a fault
        finding = source.locate(_in_words(error, source))
        findings.setdefault((finding.path, "" if error["type"] == "extra_forbidden" else "at"), finding)
    return list(findings.values())


def _in_words(error: ErrorDetails, source: Source) -> Finding:
    path = _written_path(error, source.data)
    kind, value = error["type"], error.get("input")
    key = str(path[-1]) if path else "procedure"
    detail = _detail(error)
    names = {"key": key, "value": _short(value), "detail": detail, "detail_vi": of_shape(kind, detail)}
    if value is None and " " in key:
        return WRITING.found("comma", path, key=key)
    if kind == "missing":
        return WRITING.found("missing", path, key=str(error["loc"][-1]))
    if kind == "extra_forbidden":
        return _unknown_key(path, source.data)
    if kind == "string_type" and isinstance(value, int | float):
        truth = isinstance(value, bool)
        kinds = {"kind": "true/false" if truth else "a number", "kind_vi": "đúng/sai" if truth else "số"}
        return WRITING.found("not_text", path, key=key, value=str(value).lower() if truth else value, **kinds)
    if kind == "string_pattern_mismatch":
        return WRITING.found("pattern", path, **names | {"pattern": error["ctx"]["pattern"]})
    if kind in ("literal_error", "union_tag_invalid"):
        return _no_choice(path, error, names)
    return WRITING.found(_RULE_OF.get(kind, _RULE_OF_FAMILY.get(kind.split("_")[0], "shape")), path, **names)


_RULE_OF = {
    "value_error": "value",
    "too_short": "list_empty",
    "greater_than_equal": "number",
    "less_than_equal": "number",
}
_RULE_OF_FAMILY = {"date": "date", "time": "time", "int": "number", "float": "number", "decimal": "number"}


def _written_path(error: ErrorDetails, data: Any) -> Path:
    """pydantic's location without the names of alternatives it tried, which nobody wrote."""
    path: list[str | int] = []
    location = error["loc"]
    for part in location:
        if (isinstance(data, dict) and part in data) or (isinstance(data, list) and isinstance(part, int)):
            data = data[part]  # type: ignore[index]
            path.append(part)
    return tuple(path)


def _unknown_key(path: Path, data: Any) -> Finding:
    key, around = str(path[-1]), path[:-1]
    words = words_at(data, around)
    close = difflib.get_close_matches(key, sorted(words), n=1, cutoff=0.6)
    known = ", ".join(sorted(words))
    hint = f"Did you mean '{close[0]}'?" if close else f"Known here: {known}."
    hint_vi = f"Có phải ý bạn là '{close[0]}'?" if close else f"Các khóa dùng được: {known}."
    return WRITING.found("unknown_key", path, key=key, hint=hint, hint_vi=hint_vi)


def _no_choice(path: Path, error: ErrorDetails, names: dict[str, str]) -> Finding:
    context = error["ctx"]
    known = str(context.get("expected") or context.get("expected_tags") or "")
    if error["type"] == "union_tag_invalid":
        path, names = (*path, "kind"), names | {"key": "kind", "value": str(context["tag"])}
    words = [word.strip(" '") for word in known.replace(" or ", ", ").split(",")]
    close = difflib.get_close_matches(names["value"], words, n=1, cutoff=0.6)
    hint = f"Did you mean '{close[0]}'?" if close else f"Choose one of {known}."
    hint_vi = f"Có phải ý bạn là '{close[0]}'?" if close else f"Hãy chọn một trong: {known.replace(' or ', ', ')}."
    return WRITING.found("choice", path, **names | {"hint": hint, "hint_vi": hint_vi})


def _detail(error: ErrorDetails) -> str:
    return error["msg"].removeprefix("Value error, ").rstrip(".")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
