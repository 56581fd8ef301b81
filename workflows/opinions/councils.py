"""How a council stands: who sits in it, who may act in it, how the votes fall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from foundation.text import sort_key
from organisations.models import RoleAssignment, User
from registers.written import written
from workflows import definition as language
from workflows import permissions
from workflows.definition.step_kinds.council import FAILED, PASSED
from workflows.models import Council, CouncilMember, Dossier, WorkItem

Seat, Vote = CouncilMember.Seat, CouncilMember.Vote


@dataclass(frozen=True)
class Tally:
    """The votes: `present` have voted, `needed` must have."""

    members: int
    needed: int
    in_favour: int
    against: int
    abstained: int
    passes: bool

    @property
    def present(self) -> int:
        return self.in_favour + self.against + self.abstained

    @property
    def has_quorum(self) -> bool:
        return self.members > 0 and self.present >= self.needed

    @property
    def result(self) -> str:
        return PASSED if self.passes else FAILED


def tally(step: language.Council, members: Iterable[CouncilMember]) -> Tally:
    """Count the votes by the rules of the definition."""
    votes = [member.vote for member in members]
    in_favour, against, abstained = (
        votes.count(each) for each in (Vote.FOR, Vote.AGAINST, Vote.ABSTAIN)
    )
    passes = step.has_passed(in_favour, in_favour + against + abstained)
    return Tally(len(votes), step.votes_needed(len(votes)), in_favour, against, abstained, passes)


def council_of(item: WorkItem) -> Council | None:
    """The council of a task, with its dossier; None before its members are named."""
    return Council.objects.filter(item=item).first()


def has_visited(council: Council) -> bool:
    """True from the day of the visit on: before it nobody votes and nothing is closed."""
    return council.visit_on is not None and council.visit_on <= timezone.localdate()


def composition(members: Iterable[CouncilMember], head: str = "") -> str:
    """Who sits in it, in one line, as a document prints it: in Vietnamese. `head`: what its first
    one is called.
    """
    order = {seat: number for number, seat in enumerate(Seat.values)}
    seated = sorted(members, key=lambda member: order[member.seat])
    return "; ".join(
        f"{', '.join(filter(None, [member.name, member.title]))} ({_seat(member.seat, head)})"
        for member in seated
    )


def _seat(seat: str, head: str) -> str:
    return head if head and seat == Seat.CHAIR else written(Seat(seat).label)


def called(definition: language.Definition, step: str) -> dict[str, str]:
    """What the council of a step is called."""
    found = definition.step(step)
    return found.called if isinstance(found, language.Council) else {}


def is_secretary(user: User, council: Council) -> bool:
    """True for the member who keeps the minutes."""
    return council.members.filter(user=user, seat=Seat.SECRETARY).exists()


def may_keep(user: User, item: WorkItem, council: Council | None) -> bool:
    """Who writes down votes and minutes: whoever holds the task, and the secretary."""
    if item.finished is not None:
        return False
    return permissions.may_decide(user, item) or bool(council and is_secretary(user, council))


def may_sit(user: User, dossier: Dossier, step: language.Council) -> bool:
    """False for the applicant, and for whoever decided a step that the council is kept apart
    from.
    """
    if user.pk in dossier.parties:
        return False
    decided = WorkItem.objects.filter(process=dossier, step__in=step.no_member_from).exclude(
        outcome=""
    )
    return not decided.filter(Q(owner=user) | Q(cover__assignment__user=user)).exists()


def candidates(item: WorkItem, step: language.Council) -> list[User]:
    """Officers who may be named: they hold a role today where it is decided, or at an authority
    that was asked.
    """
    dossier, today = item.process, timezone.localdate()
    asked = WorkItem.objects.filter(process=dossier, authority__isnull=False).values("authority")
    held = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        Q(authority=dossier.deciding_id) | Q(authority__in=asked),
        valid_from__lte=today,
    )
    people = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(
        pk__in=dossier.parties
    )
    decided = WorkItem.objects.filter(
        process=dossier, step__in=step.no_member_from, owner__isnull=False
    )
    free = people.exclude(pk__in=decided.exclude(outcome="").values("owner"))
    return sorted(free, key=lambda one: sort_key(one.full_name))


def open_seats(user: User) -> QuerySet[CouncilMember]:
    """The councils in which the person sits and that are still at work."""
    seats = CouncilMember.objects.filter(
        user=user, council__closed_at=None, council__item__finished=None
    )
    kept = ("council__dossier__version__procedure", "council__item")
    return seats.select_related(*kept).defer(
        "council__dossier__answers", "council__dossier__office"
    )
