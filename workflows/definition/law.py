"""What the law says of a procedure: who it is for, on which basis, how long, by which channels,
with which papers.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from workflows.definition.base import Cel, Id, Line, Part, Place, Text

Audience = Literal[
    "CITIZEN",
    "OVERSEAS_VIETNAMESE",
    "FOREIGNER",
    "BUSINESS",
    "FOREIGN_BUSINESS",
    "COOPERATIVE",
    "ORGANISATION",
    "OFFICIAL",
]
#: Whom the front page offers a procedure to.
AskedBy = Literal["FAMILY", "HOLDER", "SCHOOL"]
ChannelKind = Literal["ONLINE", "DIRECT", "POSTAL"]
Unit = Literal["HOUR", "WORKING_DAY", "DAY", "MONTH"]
PhaseUnit = Literal["HOUR", "WORKING_DAY", "DAY", "MONTH", "SAME_DAY"]


class Deciding(Part):
    """Which authority decides and which offices receive. The first office is the one assumed
    online.
    """

    decides: Place
    receives: Annotated[tuple[Place, ...], Field(min_length=1)]


class Result(Part):
    """What the applicant gets, with the national code of the result where there is one
    (KQ.G03.000157).
    """

    code: str = ""
    name: Text


class LegalBasis(Part):
    """A legal text with the dates between which it holds; `expires` is its last day."""

    number: Line
    title: Line
    articles: str = ""
    in_force: dt.date
    expires: dt.date | None = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.expires and self.expires < self.in_force:
            raise ValueError("the text expires before it is in force")
        return self


class Phase(Part):
    """So many units of time, counted as `workflows.deadlines.time_limits` says; a cut-off belongs
    to SAME_DAY alone.
    """

    id: Id
    title: Text | str = ""
    amount: Annotated[int, Field(ge=1, le=1000)]
    unit: PhaseUnit
    cut_off: dt.time | None = None

    @model_validator(mode="after")
    def _cut_off_fits(self) -> Self:
        if self.cut_off is not None and self.unit != "SAME_DAY":
            raise ValueError(
                f"cut_off has a meaning only with the unit SAME_DAY, not with {self.unit}"
            )
        return self


class Extension(Part):
    """How often and by how much the time limit may be put off with an apology (NĐ 118/2025: once at
    most).
    """

    max: Literal[1] = 1
    amount: Annotated[int, Field(ge=1, le=1000)]
    unit: Unit


class TimeLimit(Part):
    """The legal limit: phases that follow each other ("02 tháng + 15 ngày làm việc"), and the
    extension if any.
    """

    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    extension: Extension | None = None


class Channel(Part):
    """A way to file, with its fee in đồng; `time_limit` only where it differs from the
    procedure's.
    """

    kind: ChannelKind
    fee: Annotated[int, Field(ge=0)] = 0
    note: Text | None = None
    time_limit: TimeLimit | None = None


class Paper(Part):
    """A paper of a case. `field` is the form field that receives it; without one it is handed in at
    the counter.
    """

    id: Id
    name: Text | Line
    originals: Annotated[int, Field(ge=0, le=20)]
    copies: Annotated[int, Field(ge=0, le=20)]
    electronic: bool = False  # made by filling in the form itself
    field: str = ""
    # the database that makes the paper needless (NQ 66.7/2025/NQ-CP, Điều 8)
    replaceable_by: Text | str = ""
    note: Text | str = ""
    sample: Text | None = None  # a filled example, line by line, for whoever writes it themselves


class Case(Part):
    """Who applies under which circumstances, and what they bring. Without `when` the case is
    everybody's.

    `time_limit` only where the law gives the case another one than the procedure (5 working days
    within the province, 8 from another).
    """

    id: Id
    title: Text
    when: Cel = ""
    papers: tuple[Paper, ...] = ()
    time_limit: TimeLimit | None = None


class Applicant(Part):
    """Which form fields say who applies, how to reach them, and for whom; "" where the form does
    not ask.
    """

    person: Id
    phone: Annotated[str, StringConstraints(max_length=60)] = ""
    email: str = ""
    address: str = ""
    holder: str = ""

    def fields(self) -> dict[str, str]:
        """What each is for → the form field that answers it; those the form does not ask are left
        out.
        """
        return {name: field for name, field in self.model_dump().items() if field}
