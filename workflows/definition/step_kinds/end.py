"""The process is over."""

from __future__ import annotations

from typing import ClassVar, Literal

from workflows.definition.step_kinds.interface import NobodyActs, Place


class End(NobodyActs, Place):
    """The process is over. `act: return_result` where reaching the end itself hands the result over
    (online).
    """

    may_be_passed: ClassVar[bool] = False
    is_end: ClassVar[bool] = True
    turns_on: ClassVar[str] = ""
    document: ClassVar[str] = ""

    kind: Literal["end"]
    act: Literal["", "return_result"] = ""
