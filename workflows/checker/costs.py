"""How many parts a definition may have, and what each of its expressions may cost: pages work all
of them out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms.conditions.cost import excess
from workflows.definition import Definition, Finding
from workflows.definition.findings import Path, Rules, fault

COSTS = Rules(
    {
        "too_costly": fault(
            "Checking this definition takes more time or memory than one page may use.",
            "Take out what repeats, or write it as two procedures.",
            "Kiểm tra định nghĩa này cần nhiều thời gian hoặc bộ nhớ hơn mức một trang được dùng.",
            "Hãy bỏ phần lặp lại, hoặc tách thành hai thủ tục.",
        ),
        "too_many": fault(
            "There are {count} {what}; a procedure has at most {most}.",
            "Write it as two procedures.",
            "Có {count} {what_vi}; một thủ tục có nhiều nhất {most}.",
            "Hãy tách thành hai thủ tục.",
        ),
        "condition_costly": fault(
            "Working out {text} may take a server very long: {why}.",
            "Go through one list of the form at a time, and look at each item alone: rows.all(r,"
            " r.grade > 5).",
            "Tính biểu thức {text} có thể làm máy chủ đứng lại: {why_vi}.",
            "Hãy đi qua từng danh sách của biểu mẫu, mỗi mục xét riêng: rows.all(r, r.grade > 5).",
        ),
    }
)

MOST_STEPS = 150  # the longest shipped has a fifth
MOST_QUESTIONS = 500
MOST_CHOICES = 5_000
MOST_EXPRESSIONS = 1_000
#: Words of the language behind which an expression stands.
EXPRESSIONS = frozenset(
    {"show_when", "when", "required", "needs", "must", "ask_if", "holds", "area", "fee"}
)
#: Words behind which names stand, each with an expression.
NAMED_EXPRESSIONS = frozenset({"holder", "facts", "values"})


def sizes(definition: Definition) -> Iterator[Finding]:
    """One finding for each kind of part of which there are too many."""
    fields = [
        *definition.form.fields(),
        *(field for step in definition.steps for field in step.fields),
    ]
    choices = sum(len(getattr(field, "choices", ())) for field in fields)
    expressions = sum(1 for _expression in expressions_of(definition))
    yield from _counted(("steps",), len(definition.steps), MOST_STEPS, "steps", "bước")
    yield from _counted(("form",), len(fields), MOST_QUESTIONS, "questions", "câu hỏi")
    yield from _counted(("form",), choices, MOST_CHOICES, "choices", "phương án trả lời")
    yield from _counted((), expressions, MOST_EXPRESSIONS, "conditions", "điều kiện")


def _counted(path: Path, count: int, most: int, what: str, what_vi: str) -> Iterator[Finding]:
    if count > most:
        yield COSTS.found("too_many", path, count=count, what=what, most=most, what_vi=what_vi)


def costly(definition: Definition) -> Iterator[Finding]:
    """Every expression whose cost its text does not bound, wherever in the definition it stands."""
    for path, text in expressions_of(definition):
        if too_much := excess(text):
            yield COSTS.found(
                "condition_costly", path, text=text[:80], why=too_much.en, why_vi=too_much.vi
            )


def expressions_of(definition: Definition) -> Iterator[tuple[Path, str]]:
    """Every expression with its place."""
    return _expressions((), definition.model_dump(mode="json", by_alias=True), named=False)


def _expressions(path: Path, part: Any, named: bool) -> Iterator[tuple[Path, str]]:
    inner = dict(enumerate(part)) if isinstance(part, list) else part
    for name, value in inner.items() if isinstance(inner, dict) else ():
        if isinstance(value, str):
            if value and (named or name in EXPRESSIONS):
                yield (*path, name), value
        else:
            yield from _expressions((*path, name), value, name in NAMED_EXPRESSIONS)
