"""What several checks say: of names and conditions that cannot be read. Each other rule stands
beside its check.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection

from workflows.definition.findings import Rules, fault


def did_you_mean(name: str, known: Collection[str]) -> dict[str, str]:
    """`hint` and `hint_vi`: the nearest known name, or the names there are."""
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    if close:
        return {"hint": f"Did you mean '{close[0]}'?", "hint_vi": f"Có phải ý bạn là '{close[0]}'?"}
    names = ", ".join(sorted(known)) or "-"
    return {"hint": f"Known are: {names}.", "hint_vi": f"Các tên đã có: {names}."}


REFERENCES = Rules(
    {
        "reference_unknown": fault(
            "'{name}' is not a {what}.",
            "{hint}",
            "Không có '{name}'.",
            "{hint_vi}",
        ),
        "condition_faulty": fault(
            "The condition does not parse at line {line}, column {column} of its text: {problem}.",
            'Write CEL, for example: relation == "owner" && copies > 1.',
            "Điều kiện sai cú pháp tại dòng {line}, cột {column}: {problem_vi}.",
            'Hãy viết theo CEL, ví dụ: relation == "owner" && copies > 1.',
        ),
        "condition_unknown": fault(
            "The expression {text} reads '{name}', which does not exist.",
            "{hint}",
            "Biểu thức {text} đọc '{name}', là tên không có.",
            "{hint_vi}",
        ),
    }
)
