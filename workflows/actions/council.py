"""A council: its members are named, the day of its visit is set, they vote, and it is closed with
its minutes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.languages import in_language, in_vietnamese
from organisations.models import User
from workflows.act import Act, locked, locked_item, perform_on, repeated
from workflows.actions.deciding import attach
from workflows.actions.shared import GOING_ON, begin, check_right, go_on
from workflows.definition import Council as CouncilStep
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import Council, CouncilMember, Entry, WorkItem
from workflows.opinions import councils
from workflows.opinions.councils import Seat, Vote
from workflows.process import moves, requirements


class Appointed(TypedDict):
    """How many members."""

    members: int


class VisitSet(TypedDict):
    """On which day (ISO 8601)."""

    visit_on: str


class Voted(TypedDict):
    """Which member (id)."""

    member: int


class Votes(TypedDict):
    """In favour, against, abstained."""

    votes: list[int]


APPOINT = declare(
    "council_appoint",
    gettext_lazy("Cử thành viên kiểm tra thực tế"),
    told=Told.NOBODY,
    carries=(Appointed,),
)
VISIT = declare(
    "council_visit",
    gettext_lazy("Hẹn ngày kiểm tra thực tế"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=(VisitSet,),
)
VOTE = declare(
    "council_vote",
    gettext_lazy("Biểu quyết sau kiểm tra thực tế"),
    told=Told.NOBODY,
    carries=(Voted,),
)
CLOSE = declare(
    "council_close",
    gettext_lazy("Lập biên bản kiểm tra thực tế"),
    told=Told.NOBODY,
    carries=(Votes, *GOING_ON),
)


@dataclass(frozen=True)
class Named:
    """Somebody who shall sit in the council: an officer with an account, or a person from outside
    with their title.
    """

    seat: str
    user: User | None = None
    name: str = ""
    title: str = ""


def appoint_council(
    item: WorkItem, actor: User, members: Sequence[Named], key: str | None = None
) -> Entry:
    """Name all the members; naming them again replaces them, until the first vote.

    Raises NoRight, WrongState, AlreadyDone, Incomplete or KeyReused.
    """
    content = [
        "council_appoint",
        item.pk,
        [[one.seat, one.user and one.user.pk, one.name, one.title] for one in members],
    ]
    return perform_on(item, actor, key, content, _appoint, members)


def _appoint(act: Act, item: WorkItem, members: Sequence[Named]) -> Entry:
    check_right(act, item)
    step = _step(act, item)
    _check_members(act, step, members)
    begin(act)
    council, _made = Council.objects.get_or_create(item=item, defaults={"dossier": act.dossier})
    if council.members.exclude(vote="").exists():
        raise WrongState(_("Đã có người biểu quyết nên không đổi thành viên được nữa."))
    council.members.all().delete()
    for one in members:
        CouncilMember.objects.create(
            council=council, seat=one.seat, user=one.user, name=_name(one), title=_title(one)
        )
    act.carry(Appointed(members=len(members)))
    return act.record(APPOINT, item=item)


def _name(one: Named) -> str:
    return str(one.user) if one.user else one.name.strip()


def _title(one: Named) -> str:
    return one.title.strip() or (one.user.position if one.user else "")


def _check_members(act: Act, step: CouncilStep, members: Sequence[Named]) -> None:
    """As many as the law wants, one chair and one secretary, nobody twice, nobody who has a hand in
    the dossier.
    """
    if len(members) < step.min_members:
        raise Incomplete(_("Phải có ít nhất %(number)d thành viên.") % {"number": step.min_members})
    if step.odd and len(members) % 2 == 0:
        raise Incomplete(_("Số thành viên phải là số lẻ."))
    for seat in (Seat.CHAIR, Seat.SECRETARY):
        if sum(one.seat == seat for one in members) != 1:
            raise Incomplete(
                _("Phải có đúng một %(head)s và một thư ký.") % {"head": _inside(step.head)}
            )
    if not all(one.user or one.name.strip() for one in members):
        raise Incomplete(_("Hãy ghi họ tên của từng thành viên."))
    people = [one.user.pk for one in members if one.user]
    if len(set(people)) < len(people):
        raise Incomplete(_("Một người chỉ giữ một vị trí."))
    for one in members:
        if one.user and not councils.may_sit(one.user, act.dossier, step):
            raise NoRight(
                _("%(name)s đã nộp hoặc thẩm định hồ sơ này nên không làm thành viên.")
                % {"name": one.user}
            )


def _inside(text: dict[str, str]) -> str:
    """The words of a definition in the reader's language, in the middle of a sentence."""
    said = in_language(text)
    return said[:1].lower() + said[1:]


def set_visit(
    item: WorkItem, actor: User, on: dt.date, note: str = "", key: str | None = None
) -> Entry:
    """Set the day of the visit, and say when and where; setting it again moves it. The applicant
    and members hear.

    Raises NoRight, WrongState, AlreadyDone, Incomplete or KeyReused.
    """
    content = ["council_visit", item.pk, on.isoformat(), note]
    return perform_on(item, actor, key, content, _keep_visit, on, note)


def _keep_visit(act: Act, item: WorkItem, on: dt.date, note: str) -> Entry:
    council = _kept(act, item)
    if on < timezone.localdate(act.dossier.submitted_at):
        raise Incomplete(_("Ngày kiểm tra thực tế không thể trước ngày nộp hồ sơ."))
    council.visit_on, council.visit_note = on, note.strip()
    council.save(update_fields=["visit_on", "visit_note"])
    act.carry(VisitSet(visit_on=on.isoformat()))
    return act.record(VISIT, item=item, reason=council.visit_note)


@dataclass(frozen=True)
class Ballot:
    """One vote to be kept: the seat, what is said, and, where a page showed it, how the seat had
    voted until then.
    """

    seat: int
    choice: str
    seen: str | None = None


def vote(member: CouncilMember, actor: User, choice: str, key: str | None = None) -> Entry:
    """A member votes, in person where they have an account; else it is written down from the signed
    minutes.

    A vote may be changed until the council is closed.

    Raises NoRight, WrongState, AlreadyDone, Incomplete or KeyReused.
    """
    return keep_votes(member.council.item, actor, [Ballot(member.pk, choice)], key)[0]


def keep_votes(
    item: WorkItem, actor: User, ballots: Sequence[Ballot], key: str | None = None
) -> list[Entry]:
    """Keep several votes of one council, all of them or none; an entry for each, a repeat gives the
    first.

    Nobody votes before the visit, as nobody closes a council before it. Raises WrongState where a
    seat has voted otherwise since the page showed it; else NoRight, AlreadyDone, Incomplete or
    KeyReused, as `vote` does.
    """
    content = ["council_votes", item.pk, [[one.seat, one.choice] for one in ballots]]
    with locked(item.process_id) as dossier:
        if done := repeated(key, content):
            return [done]
        item = locked_item(item, dossier)
        if not ballots:
            raise Incomplete(_("Hãy chọn một trong các ý kiến biểu quyết."))
        keys = [key, *[None] * (len(ballots) - 1)]
        acts = [Act(dossier, actor, each, content) for each in keys]
        return [_keep_vote(act, item, one) for act, one in zip(acts, ballots, strict=True)]


def _keep_vote(act: Act, item: WorkItem, ballot: Ballot) -> Entry:
    fresh = (
        CouncilMember.objects.select_related("council")
        .filter(pk=ballot.seat, council__item=item)
        .first()
    )
    if fresh is None:
        raise WrongState(_("Người này không còn là thành viên."))
    if fresh.user_id is None:
        _kept(act, item)
    elif act.actor is None or fresh.user_id != act.actor.pk or not act.actor.is_active:
        raise NoRight(_("Thành viên có tài khoản tự biểu quyết, không ai ghi thay."))
    if ballot.choice not in Vote.values or not ballot.choice:
        raise Incomplete(_("Hãy chọn một trong các ý kiến biểu quyết."))
    if ballot.seen is not None and ballot.seen != fresh.vote:
        raise WrongState(
            _("Ý kiến của %(name)s vừa được ghi khác đi; hãy xem lại.") % {"name": fresh.name}
        )
    _check_visited(
        fresh.council, _("Chưa kiểm tra thực tế: hãy đặt ngày, và biểu quyết từ ngày đó.")
    )
    fresh.vote, fresh.voted_at, fresh.voted_by = ballot.choice, act.now, act.actor
    fresh.save(update_fields=["vote", "voted_at", "voted_by"])
    act.carry(Voted(member=fresh.pk))  # not how: the minutes say that
    return act.record(VOTE, item=item)


def _check_visited(council: Council, otherwise: str) -> None:
    """Raises Incomplete, with the sentence, while the day of the visit is not set or has not
    come.
    """
    if not councils.has_visited(council):
        raise Incomplete(otherwise)


def close_council(
    item: WorkItem,
    actor: User,
    values: Mapping[str, Any],
    files: Sequence[str] = (),
    key: str | None = None,
) -> Entry:
    """The minutes are written: `values` answer the step's fields. Without a quorum, or a visit,
    nothing is closed.

    Raises NoRight, WrongState, AlreadyDone, Incomplete or KeyReused.
    """
    content = ["council_close", item.pk, dict(values), list(files)]
    return perform_on(item, actor, key, content, _close, values, files)


def _close(act: Act, item: WorkItem, values: Mapping[str, Any], files: Sequence[str]) -> Entry:
    dossier = act.dossier
    council, step = _kept(act, item), _step(act, item)
    members = list(council.members.all())
    _check_ready(step, council, members, values, files)
    counted = councils.tally(step, members)
    noted = {
        **dict(values),
        "visit_date": council.visit_on.isoformat() if council.visit_on else "",
        "composition": councils.composition(members, in_vietnamese(step.head)),
        **{"members": counted.members, "present": counted.present, "result": counted.result},
        **{
            "for": counted.in_favour,
            "against": counted.against,
            "abstained": counted.abstained,
        },
    }
    dossier.office = {**dossier.office, item.step: noted}
    council.closed_at = act.now
    council.save(update_fields=["closed_at"])
    attach(act, item, files)
    act.carry(Votes(votes=[counted.in_favour, counted.against, counted.abstained]))
    return go_on(act, moves.advance(item, counted.result, act.actor), CLOSE, item, counted.result)


def _check_ready(
    step: CouncilStep,
    council: Council,
    members: Sequence[CouncilMember],
    values: Mapping[str, Any],
    files: Sequence[str],
) -> None:
    counted = councils.tally(step, members)
    _check_visited(council, _("Chưa kiểm tra thực tế: hãy đặt ngày, và lập biên bản từ ngày đó."))
    if not counted.has_quorum:
        text = _(
            "Mới có %(present)d trên %(members)d thành viên biểu quyết, cần ít nhất %(needed)d."
        )
        raise Incomplete(
            text
            % {
                "present": counted.present,
                "members": counted.members,
                "needed": counted.needed,
            }
        )
    requirements.check_answers(step.fields, values)
    if any(member.is_by_another for member in members) and not files:
        raise Incomplete(_("Có phiếu ghi theo biên bản: hãy đính kèm biên bản đã ký."))


def _step(act: Act, item: WorkItem) -> CouncilStep:
    step = act.definition.step(item.step)
    if not isinstance(step, CouncilStep):
        raise WrongState(_("Bước này không có ai được cử đi kiểm tra."))
    return step


def _kept(act: Act, item: WorkItem) -> Council:
    """The council, for whoever may keep it; raises NoRight, or WrongState before its members are
    named.
    """
    _step(act, item)
    council = councils.council_of(item)
    if council is None:
        check_right(act, item)
        raise WrongState(_("Hãy cử thành viên trước."))
    if act.actor is None or not councils.is_secretary(act.actor, council):
        check_right(act, item)
    elif not act.actor.is_active:
        raise NoRight
    return council
