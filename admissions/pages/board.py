"""A round's board: who may see it, how far it is, what is missing, what may be done next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy

from admissions import steps
from admissions.acts.door import DECIDES, PREPARES, may
from admissions.acts.moves import MOVES, Move, next_moves
from admissions.models import Application, Round, RoundEntry
from admissions.seats import orders
from admissions.seats.orders import Progress
from organisations.models import User
from organisations.roles import Post, held_pairs
from workflows.models import BulkRun, WorkItem

State = Round.State
#: What an entry of a round's journal is called; the moves have their own titles.
ENTRIES = {
    "make_round": gettext_lazy("Lập đợt tuyển sinh"),
    "write_plan": gettext_lazy("Viết phiên bản kế hoạch"),
    "publish_plan": gettext_lazy("Công bố kế hoạch"),
    "try_plan": gettext_lazy("Ghi một phép thử phương án"),
    "commit_lots": gettext_lazy("Công bố mã cam kết bốc thăm"),
    "open_lots": gettext_lazy("Mở bí mật bốc thăm"),
    "read_sheet": gettext_lazy("Đọc tệp điểm"),
    "count_sheet": gettext_lazy("Tính tệp điểm"),
    "drop_sheet": gettext_lazy("Bỏ tệp điểm"),
    "order_run": gettext_lazy("Xét thử"),
    "bind": gettext_lazy("Trình kết quả"),
    "approve": gettext_lazy("Phê duyệt kết quả"),
    "withdraw": gettext_lazy("Rút lại"),
    "pass_on": gettext_lazy("Chuyển chỗ trống"),
}
#: The way of most rounds, in order.
LINE = tuple(State)


@dataclass(frozen=True)
class Point:
    """One state on the line of states."""

    state: str
    label: str
    is_past: bool
    is_now: bool


@dataclass(frozen=True)
class Step:
    """A move that may come next: by whom, and what is missing."""

    move: Move
    may: bool
    lacks: list[str]


def line_of(round_: Round) -> list[Point]:
    """The states, and where the round stands."""
    here = LINE.index(State(round_.state))
    return [
        Point(state, str(state.label), place < here, place == here)
        for place, state in enumerate(LINE)
    ]


def next_steps(round_: Round, user: User) -> list[Step]:
    """What the round may do next by a button."""
    return [
        Step(one, may(user, round_, one.roles), one.lacks(round_)) for one in next_moves(round_)
    ]


def prepares(user: User, round_: Round) -> bool:
    """Whether they write, import and have seats counted here."""
    return may(user, round_, PREPARES)


def decides(user: User, round_: Round) -> bool:
    """Whether their word binds others here."""
    return may(user, round_, DECIDES)


def rounds_of(user: User) -> QuerySet[Round]:
    """The rounds of authorities where the person prepares or decides, and those whose programmes
    belong to a school where they work.
    """
    held = held_pairs(user)
    leads = [place for role, place in held if role in PREPARES]
    schools = {place for _role, place in held}
    rows = Round.objects.select_related("authority", "plan")
    at_school = Application.objects.filter(schools__in=schools).values("round")
    return rows.filter(Q(authority__in=leads) | Q(pk__in=at_school)).distinct()


def leads(posts: Iterable[Post], round_: Round) -> bool:
    """Whether one of the posts is at the round's own authority, in a role that sees all of it."""
    return any(
        post.authority_id == round_.authority_id
        and post.role in PREPARES
        and post.reaches(round_.procedure)
        for post in posts
    )


def applicants_of(round_: Round, schools: Iterable[int]) -> QuerySet[Application]:
    """Applications with a wish at one of these schools: all that a school sees of a round."""
    rows = round_.applications.filter(schools__in=list(schools)).distinct()
    return rows.select_related("dossier", "first_school").order_by("candidate")


def journal_of(round_: Round, most: int = 12) -> list[tuple[RoundEntry, str]]:
    """The newest entries, each with what it is called."""
    return [
        (entry, str(ENTRIES[entry.act] if entry.act in ENTRIES else MOVES[entry.act].title))
        for entry in round_.entries.order_by("-sequence")[:most]
    ]


def places(round_: Round) -> dict[str, int]:
    """Step → how many of the round's dossiers wait there."""
    rows = WorkItem.objects.filter(process__application__round=round_, finished__isnull=True)
    return dict(rows.order_by().values_list("step").annotate(Count("process", distinct=True)))


def by_school(round_: Round) -> list[tuple[str, int, int]]:
    """First-wish school, its applications, and how many of them are still to be checked."""
    open_there = WorkItem.objects.filter(
        step__in=(steps.REGISTERED, steps.CHECK, steps.SECOND_CHECK), finished__isnull=True
    ).values("process")
    rows = (
        round_.applications.order_by("first_school__name")
        .values_list("first_school__name")
        .annotate(every=Count("pk"), left=Count("pk", filter=Q(dossier__in=open_there)))
    )
    return [(name or "", every, left) for name, every, left in rows]


def orders_of(round_: Round) -> tuple[list[BulkRun], Progress]:
    """The round's orders over many dossiers, and how far they are together."""
    runs = list(orders.of_round(round_)[:50])
    return runs, orders.progress(runs)
