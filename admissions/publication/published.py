"""A round as it is published: rules, pseudonymous applications, lots, seats and the root hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from admissions.allocation.claims import Applicant, Value
from admissions.plan.rules import Rules
from admissions.publication.rows import Tree

FORMAT = 1


@dataclass(frozen=True)
class Lots:
    """What was published before the round, and what was opened after it."""

    commitment: str
    secret: str
    draw: str


def published(
    applicants: Sequence[Applicant], rules: Rules, lots: Lots | None, seats: Mapping[str, str]
) -> dict[str, Any]:
    """The object of `round.json`."""
    said = {
        "format": FORMAT,
        "rules": rules.model_dump(mode="json"),
        "lots": asdict(lots) if lots else None,
        "applicants": [_said(one) for one in sorted(applicants, key=lambda one: one.name)],
        "seats": dict(sorted(seats.items())),
    }
    return {**said, "root": Tree(rows_of(said)).root}


def rows_of(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that are hashed: what holds for all, then each applicant with their seat."""
    head = {name: said[name] for name in ("format", "rules", "lots")}
    head["count"] = len(said["applicants"])
    seats = said["seats"]
    return [
        head,
        *({"applicant": one, "seat": seats.get(one["name"])} for one in said["applicants"]),
    ]


def family_files(said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Name → the file that proves what was counted for them, without anybody else's data."""
    rows = rows_of(said)
    tree = Tree(rows)
    return {
        row["applicant"]["name"]: {
            "row": row,
            "number": number,
            "count": len(rows),
            "path": tree.path(number),
            "root": tree.root,
        }
        for number, row in enumerate(rows)
        if number
    }


def _said(applicant: Applicant) -> dict[str, Any]:
    return {
        "name": applicant.name,
        "wishes": list(applicant.wishes),
        "facts": _facts(applicant.facts),
        "facts_at": {place: _facts(facts) for place, facts in sorted(applicant.facts_at.items())},
        "lot": applicant.lot,
        "direct": sorted(applicant.direct),
    }


def _facts(facts: Mapping[str, Value]) -> dict[str, bool | str]:
    return {
        name: value if isinstance(value, bool) else str(value)
        for name, value in sorted(facts.items())
    }
