"""What kinds of acts the journal knows: each is declared once, beside the function that does it.

Whoever needs a list of acts (what people call them, who is written to, what an applicant reads,
which columns may change, what an entry carries) asks here. A new act: its file, the text of its
message where somebody hears of it, and its test.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from django.utils.functional import Promise

#: The columns of a dossier that any act may change; the rest stands as it was filed.
CHANGED_BY_ACTS = (
    *(
        "legal_status",
        "status",
        "finished",
        "accepted_at",
        "due_at",
        "paused_at",
        "extended",
        "longer_limit",
    ),
    *(
        "done_at",
        "decision",
        "decision_reason",
        "decided_at",
        "office",
        "entry_count",
        "entry_hash",
    ),
)


class Told(enum.Enum):
    """Who is written to about an act. An act that is told to nobody is seen in the journal."""

    APPLICANT = "applicant"
    OFFICERS = "officers"  # those who have it before them: `notifications.concerned`
    NOBODY = "nobody"


class InStead(TypedDict):
    """For whom the actor stood in, in which form (NĐ 30/2020 Điều 13), and the id of the cover."""

    name: str
    form: str
    cover: int


class Voided(TypedDict):
    """A signature that stands no longer: on which document, of which step, whose, and why."""

    document: str
    step: str
    by: str
    why: str


class Beats(TypedDict, total=False):
    """What the entry of any act may carry: what was asked, in whose stead, for whom an applicant
    acts (`Represented`), by which timer, and signatures it undid.
    """

    request: str
    instead_of: InStead
    behalf: int
    timer: str
    voided: list[Voided]


class UndeclaredAct(LookupError):
    """The journal was to be given an entry with a part that its act does not declare."""


@dataclass(frozen=True, kw_only=True)
class ActKind:
    """One kind of act.

    `name` is stored in the chains and never changes, `label` is what people read.
    `reason_is_public`: its reason is written for the applicant, not between officers. `carries`:
    typed records whose keys its entry may hold.
    """

    name: str
    label: Promise
    told: Told
    in_timeline: bool
    reason_is_public: bool
    changes: tuple[str, ...]
    carries: tuple[type, ...]

    def check(self, data: Iterable[str]) -> None:
        """Raises UndeclaredAct when the entry would carry what is not declared."""
        known = {key for record in (Beats, *self.carries) for key in record.__annotations__}
        if strange := sorted(set(data) - known):
            raise UndeclaredAct(
                f"the entry of '{self.name}' carries {strange}: declare a record of them beside"
                " the act"
            )


_DECLARED: dict[str, ActKind] = {}


def declare(
    name: str,
    label: Promise,
    *,
    told: Told,
    in_timeline: bool | None = None,
    reason_is_public: bool = False,
    changes: tuple[str, ...] = (),
    carries: tuple[type, ...] = (),
) -> ActKind:
    """Make a kind of act known; `changes` come to CHANGED_BY_ACTS. What an applicant hears of, they
    also see.

    Raises ValueError when there is one of that name.
    """
    if name in _DECLARED:
        raise ValueError(f"the act '{name}' is declared twice")
    shown = told is Told.APPLICANT if in_timeline is None else in_timeline
    _DECLARED[name] = kind = ActKind(
        name=name,
        label=label,
        told=told,
        in_timeline=shown,
        reason_is_public=reason_is_public,
        changes=(*CHANGED_BY_ACTS, *changes),
        carries=carries,
    )
    return kind


def declared() -> list[ActKind]:
    """All of them, as they were declared."""
    return list(_DECLARED.values())


def told(act: str) -> Told:
    """Who is written to about that act; nobody about one that no code declares any more."""
    return _DECLARED[act].told if act in _DECLARED else Told.NOBODY


def is_told(act: str) -> bool:
    """Whether anybody is written to about that act."""
    return told(act) is not Told.NOBODY


def is_in_timeline(act: str) -> bool:
    """Whether an applicant sees an entry of that act; one that no code declares any more stays the
    office's.
    """
    return act in _DECLARED and _DECLARED[act].in_timeline


def has_public_reason(act: str) -> bool:
    """Whether the reason of an entry of that act is written for the applicant."""
    return act in _DECLARED and _DECLARED[act].reason_is_public


def label_of(act: str) -> Any:
    """The label, translated when it is shown; None for an act that no code declares any more."""
    return _DECLARED[act].label if act in _DECLARED else None
