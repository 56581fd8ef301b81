"""Cases of a sheet that have a time limit of their own, and a longer limit where something must be
found out first.
"""

from __future__ import annotations

import re
from typing import Any

from foundation.text import fold
from workflows.sheets import amounts
from workflows.sheets.reading import ChannelRow

#: Field of the form that says which case it is.
FIELD = "case"
_LINE = re.compile(r"^[-+•]\s*(.{5,200}?)\s*:\s*(.+)$")
_AT_MOST = re.compile(r"khong (?:vuot )?qua (\d+) (gio lam viec|ngay lam viec|ngay|thang)\b")


def cases_of(channels: list[ChannelRow]) -> list[dict[str, Any]]:
    """Cases that the remarks list line by line, each with its limit ("- Chuyển trường trong tỉnh: 5
    ngày làm việc").
    """
    for row in channels:
        found = [made for line in row.remarks.text.splitlines() if (made := _case(line.strip()))]
        if len(found) > 1 and len({str(case["time_limit"]) for case in found}) > 1:
            return [
                {"id": f"case_{number}", "when": f'{FIELD} == "case_{number}"', **case}
                for number, case in enumerate(found, 1)
            ]
    return []


def _case(line: str) -> dict[str, Any] | None:
    named = _LINE.match(line)
    limit = amounts.phases(named[2]) if named else []
    if named is None or not limit or not re.match(r"0*\d", named[2].strip()):
        return None
    return {"title": {"vi": named[1]}, "time_limit": {"phases": limit}}


def question(cases: list[dict[str, Any]]) -> dict[str, Any]:
    """The field of the form that asks which of the cases it is."""
    choices = [{"value": case["id"], "label": case["title"]} for case in cases]
    label = {"vi": "Hồ sơ thuộc trường hợp nào?", "en": "Which case is it?"}
    return {"id": FIELD, "kind": "choice", "label": label, "required": True, "choices": choices}


def extension_of(channels: list[ChannelRow], limit: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The one extension, where the remarks allow more of the same unit when something must be
    verified.
    """
    for row in channels:
        plain = fold(row.remarks.text)
        most = _AT_MOST.search(plain) if "xac minh" in plain else None
        if most is None or len(limit) != 1:
            continue
        unit, more = amounts.UNITS[most[2]], int(most[1]) - limit[0]["amount"]
        if unit == limit[0]["unit"] and more > 0:
            return {"max": 1, "amount": more, "unit": unit}
    return None
