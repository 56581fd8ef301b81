"""A round's plan: the rules of its seats, and all that stands around them. One YAML or JSON text;
each word is in docs/admissions.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from admissions.plan.formula import Rounding
from admissions.plan.rules import Fact, Id, Part, Points, Rules

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,49}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Cel = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Programme(Part):
    """What families choose: a school's programme. Its seats stand in the rules."""

    name: Line
    school: Slug  # of the authority that enrols
    note: str = ""


class Window(Part):
    """From when until when; the end itself is outside."""

    start: AwareDatetime
    end: AwareDatetime


class Windows(Part):
    """When families may do what, and when seats are passed on."""

    apply: Window
    change: Window | None = None  # None: wishes change while applications are taken
    confirm: Window
    supplementary: Window | None = None
    passed_on: tuple[AwareDatetime, ...] = ()


class Paper(Part):
    """A paper that is written: its column in the sheet of marks."""

    name: Line
    most: Points


class Bonus(Part):
    """Points by a group that the application declares and the school has checked: the value of
    `by` → points; a value that is not named has none.
    """

    by: Cel
    points: Mapping[str, Points]


class Score(Part):
    """How the fact `score` comes about. `records`: figures of the application (CEL). Bonuses are
    the name `bonus` in the formula: of each the one that applies, added up.
    """

    papers: Mapping[Fact, Paper] = {}
    records: Mapping[Fact, Cel] = {}
    bonuses: tuple[Bonus, ...] = ()
    formula: Cel
    places: Annotated[int, Field(ge=0, le=6)] = 2
    rounding: Rounding = "half_up"


class Place(Part):
    """A ward, or of a ward these hamlets alone."""

    ward: str
    hamlets: tuple[str, ...] = ()


class Areas(Part):
    """The fact `fact` is true at a programme for who lives in one of its places."""

    fact: Fact
    ward: Cel
    hamlet: Cel = '""'
    of: Mapping[Id, tuple[Place, ...]]


class Distances(Part):
    """The fact `fact` is the number of the band in which a hamlet lies from a programme: 0 the
    nearest; `bands`: where each ends, in kilometres.
    """

    fact: Fact
    hamlet: Cel
    bands: tuple[Points, ...]
    kilometres: Mapping[str, Mapping[Id, Points]]


class Draw(Part):
    """The public draw that a lot hangs on, named before the round."""

    name: Line
    at: AwareDatetime
    if_cancelled: Line  # which draw counts then
    if_not_opened: Line  # what holds where the secret is not opened


class Published(Part):
    """What the public sees, and when."""

    demand: bool = False  # how many ask for a programme, while applications are taken
    cut_offs: bool = True
    open_data: bool = False  # round.json: marks and facts under pseudonyms
    names: bool = False  # names in the list of the decision, masked; else the candidate's number


class Plan(Part):
    """All that holds in a round."""

    slug: Slug
    title: Line
    procedure: Slug
    school_year: Annotated[str, Field(pattern=r"^20\d\d-20\d\d$")]
    authority: Slug
    who: Line  # who may apply, in words
    eligible: Cel = "true"  # and as a condition over the answers
    not_eligible: Line = "Hồ sơ không thuộc đối tượng tuyển sinh của đợt này."
    programmes: Mapping[Id, Programme]
    rules: Rules
    windows: Windows
    wishes: Fact = "wishes"  # the form's question with the wishes in order
    candidate: Cel = '""'  # the number the pupil has already, where the form asks for it
    pupil_code: Cel = '""'
    facts: Mapping[Fact, Cel] = {}
    facts_at: Mapping[Fact, Cel] = {}  # may read `programme` and `school`
    direct: Cel = "false"  # a right of direct admission, at `programme`, `school`
    score: Score | None = None
    words: Mapping[Fact, Line] = {}  # what families read where a rule names a fact
    areas: tuple[Areas, ...] = ()
    distances: tuple[Distances, ...] = ()
    draw: Draw | None = None
    published: Published = Published()
