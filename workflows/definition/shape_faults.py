"""pydantic's errors as findings: at the place that was written, in words, each fault once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from pydantic_core import ErrorDetails

from workflows.definition.findings import Finding, Path
from workflows.definition.library_words import of_shape
from workflows.definition.schema import words_at
from workflows.definition.source import Source
from workflows.definition.writing import WRITING


def in_words(errors: Iterable[ErrorDetails], source: Source) -> list[Finding]:
    """pydantic's errors as findings; several that mean one fault at one place are told once."""
    findings: dict[tuple[Path, str], Finding] = {}
    for error in errors:
        if error["type"] == "too_short" and error["input"]:
            continue  # pydantic counts only the entries without a fault
        finding = source.locate(_in_words(error, source))
        findings.setdefault(
            (finding.path, "" if error["type"] == "extra_forbidden" else "at"), finding
        )
    return list(findings.values())


def _in_words(error: ErrorDetails, source: Source) -> Finding:
    path = _written_path(error, source.data)
    kind, value = error["type"], error.get("input")
    key = str(path[-1]) if path else "procedure"
    detail = _detail(error)
    names = {
        "key": key,
        "value": _short(value),
        "detail": detail,
        "detail_vi": of_shape(kind, detail),
    }
    if value is None and " " in key:
        return WRITING.found("comma", path, key=key)
    if kind == "missing":
        return WRITING.found("missing", path, key=str(error["loc"][-1]))
    if kind == "extra_forbidden":
        return _unknown_key(path, source.data)
    if kind == "string_type" and isinstance(value, int | float):
        truth = isinstance(value, bool)
        kinds = {
            "kind": "true/false" if truth else "a number",
            "kind_vi": "đúng/sai" if truth else "số",
        }
        return WRITING.found(
            "not_text", path, key=key, value=str(value).lower() if truth else value, **kinds
        )
    if kind == "string_pattern_mismatch":
        return WRITING.found("pattern", path, **names | {"pattern": error["ctx"]["pattern"]})
    if kind in ("literal_error", "union_tag_invalid"):
        return _no_choice(path, error, names)
    return WRITING.found(
        _RULE_OF.get(kind, _RULE_OF_FAMILY.get(kind.split("_")[0], "shape")), path, **names
    )


_RULE_OF = {
    "value_error": "value",
    "too_short": "list_empty",
    "greater_than_equal": "number",
    "less_than_equal": "number",
}
_RULE_OF_FAMILY = {
    "date": "date",
    "time": "time",
    "int": "number",
    "float": "number",
    "decimal": "number",
}


def _written_path(error: ErrorDetails, data: Any) -> Path:
    """pydantic's location without the names of alternatives it tried, which nobody wrote."""
    path: list[str | int] = []
    location = error["loc"]
    for part in location:
        if (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int)
        ):
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
    hint_vi = (
        f"Có phải ý bạn là '{close[0]}'?"
        if close
        else f"Hãy chọn một trong: {known.replace(' or ', ', ')}."
    )
    return WRITING.found("choice", path, **names | {"hint": hint, "hint_vi": hint_vi})


def _detail(error: ErrorDetails) -> str:
    return error["msg"].removeprefix("Value error, ").rstrip(".")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
