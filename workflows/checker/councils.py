"""A council that can come to a result: an odd number where the law wants one, minutes that do not
hide the count.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.definition import Council, Definition, Finding
from workflows.definition.findings import Rules, doubt, fault

COUNCILS = Rules(
    {
        "council_even": doubt(
            "The council must have an odd number of members, and at least {number}, which is even.",
            "Set min_members to the next odd number, or leave out odd.",
            "Số thành viên phải lẻ, nhưng tối thiểu lại là {number}, số chẵn.",
            "Hãy đặt min_members là số lẻ kế tiếp, hoặc bỏ odd.",
        ),
        "council_counts": fault(
            "The field '{name}' of the minutes has a name under which the engine writes how the"
            " council went.",
            "Give the field another name.",
            "Ô '{name}' của biên bản trùng với tên mà hệ thống dùng để ghi kết quả biểu quyết.",
            "Hãy đặt tên khác cho ô này.",
        ),
    }
)


def councils(definition: Definition) -> Iterator[Finding]:
    """Faults and doubts of every step of kind council."""
    for number, step in enumerate(definition.steps):
        if not isinstance(step, Council):
            continue
        path = ("steps", number)
        if step.odd and step.min_members % 2 == 0:
            yield COUNCILS.found(
                "council_even", (*path, "min_members"), (step.id,), number=step.min_members
            )
        for place, field in enumerate(step.fields):
            if field.id in step.noted:
                yield COUNCILS.found(
                    "council_counts", (*path, "fields", place), (step.id,), name=field.id
                )
