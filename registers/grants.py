"""The life of a grant: granted, changed, suspended, resumed, revoked, expired. Its state is
computed for a day.

Rows are added, never changed: what holds on a day is what the rows up to that day say. A change of
content leaves the standing as it was; whoever was suspended and moves is still suspended.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from foundation.compiled_reads import CompiledRead
from foundation.text import fold, list_key
from organisations.models import Authority
from registers import symbols
from registers.grant_models import Grant, GrantState, GrantTimer
from registers.refusals import RegisterRefused

State = GrantState.State
#: What a row makes of the standing; a change is not among them.
STANDING_AFTER = {
    State.ACTIVE: State.ACTIVE,
    State.RESUMED: State.ACTIVE,
    State.SUSPENDED: State.SUSPENDED,
    State.REVOKED: State.REVOKED,
    State.EXPIRED: State.EXPIRED,
}
#: From which standing a decision may lead to which state.
MAY_FOLLOW = {
    State.ACTIVE: {State.CHANGED, State.SUSPENDED, State.REVOKED},
    State.SUSPENDED: {State.CHANGED, State.RESUMED, State.REVOKED},
}
_COMMITTEE = re.compile(
    r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND)\s+(xã|phường|đặc khu|thị trấn)\b", re.IGNORECASE
)
#: Stands for the time before the first day of a grant.
NOT_YET = ""


class GrantRefused(RegisterRefused):
    """The register does not take the state; the text is a sentence for the officer."""


@dataclass(frozen=True)
class Decision:
    """The document by which something is granted or changed; `code` is empty where it was decided
    on paper.
    """

    authority: Authority
    authority_name: str
    symbol: str
    decided_on: dt.date
    code: str = ""


@dataclass(frozen=True)
class What:
    """What is granted; `content` has lines "name: what" for everybody to read."""

    book: str
    title: str
    holder: str
    holder_authority: Authority | None = None
    commune: str = ""
    content: str = ""
    valid_from: dt.date | None = None  # None: from the day of the decision
    valid_to: dt.date | None = None  # None: without an end
    remind_days: Collection[int] = ()  # so many days before the end


@dataclass(frozen=True)
class Period:
    """A stretch of a grant's life: its standing from a day to the last day of it (None: it goes
    on).
    """

    standing: str
    since: dt.date
    until: dt.date | None
    by: GrantState


def of_document(code: str) -> Grant | None:
    """The grant that the document with this code made or changed; None where it touched no
    grant.
    """
    return _OF_DOCUMENT.first(code) if code else None


def in_the_book() -> QuerySet[Grant]:
    """The grants as they stand: those whose entry was wrong have another in their place."""
    return Grant.objects.filter(replacement=None)


_OF_DOCUMENT = CompiledRead(lambda code: in_the_book().filter(states__document_code=code)[:1], str)


def current(granted: Grant) -> Grant:
    """The grant itself, or the one that was entered in its place."""
    while (
        after := Grant.objects.select_related("authority").filter(paper__replaces=granted).first()
    ) is not None:
        granted = after
    return granted


def enter(what: What, decision: Decision) -> Grant:
    """Write a new grant with its first state and the days on which it reminds and ends."""
    begins = what.valid_from or decision.decided_on
    if what.valid_to and what.valid_to < begins:
        raise GrantRefused(_("Ngày hết hiệu lực phải sau ngày bắt đầu."))
    granted = Grant.objects.create(
        book=what.book,
        title=what.title,
        holder=what.holder,
        holder_authority=what.holder_authority,
        authority=decision.authority,
        authority_name=decision.authority_name,
        symbol=decision.symbol,
        decided_on=decision.decided_on,
        document_code=decision.code,
        commune=what.commune,
        content=what.content,
        valid_from=begins,
        valid_to=what.valid_to,
    )
    _add(granted, State.ACTIVE, begins, decision, "", what.content, what.valid_to)
    plan(granted, what.valid_to, what.remind_days)
    return granted


def add_state(
    granted: Grant,
    state: str,
    decision: Decision,
    *,
    since: dt.date | None = None,
    reason: str = "",
    content: str = "",
    valid_to: dt.date | None = None,
    remind_days: Collection[int] = (),
) -> GrantState:
    """Write that a decision brought the grant to a state; what is not said anew stays as it was.

    It is written even where another decision came first: the paper is out, and the register says
    what papers say. Whoever issues asks `check` before.
    """
    locked = lock(granted)
    begins = since or decision.decided_on
    last = locked.states.filter(since__lte=begins).last() or locked.states.first()
    ends = valid_to or (last.valid_to if last else locked.valid_to)
    words = content or (last.content if last else locked.content)
    row = _add(locked, state, begins, decision, reason, words, ends)
    if valid_to:
        plan(locked, valid_to, remind_days)
    return row


def lock(granted: Grant) -> Grant:
    """The grant under its row lock; the one in its place where it was put right before the lock was
    had.
    """
    locked = Grant.objects.select_for_update(of=("self",)).get(pk=granted.pk)
    after = current(locked)
    return locked if after.pk == locked.pk else lock(after)


def _add(
    granted: Grant,
    state: str,
    since: dt.date,
    decision: Decision,
    reason: str,
    content: str,
    valid_to: dt.date | None,
) -> GrantState:
    return GrantState.objects.create(
        grant=granted,
        state=state,
        since=since,
        symbol=decision.symbol,
        decided_on=decision.decided_on,
        document_code=decision.code,
        reason=reason,
        content=content,
        valid_to=valid_to,
    )


def check(granted: Grant, state: str, on: dt.date, by: Authority) -> None:
    """Raises GrantRefused when a decision of `by` cannot bring the grant to the state on that
    day.
    """
    if granted.authority_id != by.pk:
        raise GrantRefused(_("Chỉ cơ quan đã cấp mới được thay đổi giấy phép này."))
    standing = standing_on(granted, on)
    if state not in MAY_FOLLOW.get(State(standing), set()) if standing else True:
        raise GrantRefused(
            _("Giấy phép %(symbol)s %(standing)s nên không ghi được “%(state)s”.")
            % {
                "symbol": granted.symbol,
                "standing": standing_words(standing),
                "state": State(state).label,
            }
        )


def standing_words(standing: str) -> str:
    """How a standing is called; "" is the time before the first day."""
    if standing == State.ACTIVE:
        return _("đang có hiệu lực")
    return str(State(standing).label) if standing else _("chưa có hiệu lực")


def standing_on(granted: Grant, day: dt.date) -> str:
    """ACTIVE, SUSPENDED, REVOKED or EXPIRED on that day; "" before it began."""
    return next((one.standing for one in reversed(periods(granted)) if one.since <= day), NOT_YET)


def last_row(granted: Grant, day: dt.date) -> GrantState | None:
    """The row that says what holds on that day: content, and the end."""
    return next((row for row in reversed(_rows(granted)) if row.since <= day), None)


def periods(granted: Grant) -> list[Period]:
    """The life of a grant, oldest first, up to its planned end: a change of content begins a
    stretch of its own.
    """
    found: list[Period] = []
    standing = NOT_YET
    rows = _rows(granted)
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        standing = STANDING_AFTER.get(State(row.state), standing)
        until = after.since - dt.timedelta(days=1) if after else None
        if until is None or until >= row.since:
            found += _until_the_end(Period(standing, row.since, until, row))
    return found


def _until_the_end(one: Period) -> Iterable[Period]:
    """The stretch, cut where the grant's time ends: from the day after it has expired."""
    ends, over = one.by.valid_to, one.standing in (State.REVOKED, State.EXPIRED)
    if ends is None or over or (one.until is not None and one.until <= ends):
        return [one]
    expired = Period(State.EXPIRED, max(ends + dt.timedelta(days=1), one.since), one.until, one.by)
    return (
        [Period(one.standing, one.since, ends, one.by), expired] if ends >= one.since else [expired]
    )


def _rows(granted: Grant) -> list[GrantState]:
    # one question, or none when prefetched
    return sorted(granted.states.all(), key=lambda row: (row.since, row.pk))


def with_standing(rows: QuerySet[Grant], day: dt.date) -> QuerySet[Grant]:
    """The grants with `standing` and `ends_on` as they are on that day, computed by the
    database.
    """
    begun = GrantState.objects.filter(grant=OuterRef("pk"), since__lte=day).order_by(
        "-since", "-pk"
    )
    state = begun.exclude(state=State.CHANGED).values("state")[:1]
    annotated = rows.annotate(
        last_state=Subquery(state), ends_on=Subquery(begun.values("valid_to")[:1])
    )
    return annotated.annotate(
        standing=Case(
            When(last_state=None, then=Value(NOT_YET)),
            When(last_state=State.REVOKED, then=Value(State.REVOKED.value)),
            When(ends_on__lt=day, then=Value(State.EXPIRED.value)),
            When(last_state=State.RESUMED, then=Value(State.ACTIVE.value)),
            default=F("last_state"),
        )
    )


def search(text: str = "", book: str = "", commune: str = "") -> QuerySet[Grant]:
    """The grants whose number, holder or commune has every word of `text`, with or without
    diacritics.

    A number is found however it is written. `commune` is a place, as `communes` lists it.
    """
    wanted = Q()
    for word in fold(text).split():
        wanted &= Q(search__contains=word)
    if (number := symbols.parts(text)[0]) and any(map(str.isdigit, number)):
        wanted |= Q(symbol_key=number)
    if book:
        wanted &= Q(book=book)
    if commune:
        wanted &= Q(commune__in=[one for one in _communes() if place(one) == commune])
    return in_the_book().filter(wanted)


def place(text: str) -> str:
    """Where something lies, where an authority was written: "Ủy ban nhân dân phường X" is "Phường
    X".
    """
    return _COMMITTEE.sub(lambda found: found[1].capitalize(), text)


def kinds() -> list[tuple[str, str]]:
    """(book, name) of every kind of grant there is, by name."""
    named = dict(in_the_book().order_by("book", "pk").values_list("book", "title").distinct())
    return sorted(named.items(), key=lambda kind: list_key(kind[1]))


def communes() -> list[str]:
    """Every place that has a grant, by name."""
    return sorted({place(one) for one in _communes()}, key=list_key)


def _communes() -> list[str]:
    return list(
        Grant.objects.exclude(commune="").order_by().values_list("commune", flat=True).distinct()
    )


def plan(granted: Grant, ends: dt.date | None, remind_days: Collection[int]) -> None:
    """Write the days on which the grant reminds of its end, and the day after it, on which it has
    expired.
    """
    if ends is None:
        return
    days = [(GrantTimer.Kind.EXPIRE, ends + dt.timedelta(days=1))]
    days += [(GrantTimer.Kind.REMIND, ends - dt.timedelta(days=before)) for before in remind_days]
    rows = [GrantTimer(grant=granted, kind=kind, due_on=due, ends_on=ends) for kind, due in days]
    GrantTimer.objects.bulk_create(rows, ignore_conflicts=True)


def fire(timer: GrantTimer, today: dt.date) -> bool:
    """The day of a timer has come: an end is written down. False when the grant ended otherwise, or
    ends later.

    The caller holds the transaction and marks nothing itself: fired twice is once done.
    """
    granted = Grant.objects.select_for_update(of=("self",)).get(pk=timer.grant_id)
    timer = GrantTimer.objects.get(pk=timer.pk)
    if timer.done_at is not None:
        return False
    timer.mark_done()
    if current(granted).pk != granted.pk:
        return False  # whoever stands in its place has timers of its own
    last = last_row(granted, today)
    ends_then = last is not None and last.valid_to == timer.ends_on
    if (
        not ends_then
        or granted.states.filter(
            state__in=(State.REVOKED, State.EXPIRED), since__lte=today
        ).exists()
    ):
        return False
    if timer.kind == GrantTimer.Kind.EXPIRE and last is not None:
        GrantState.objects.create(
            grant=granted,
            state=State.EXPIRED,
            since=timer.due_on,
            content=last.content,
            valid_to=last.valid_to,
        )
    return True


def years_after(day: dt.date, years: int) -> dt.date:
    """The last day of a time of so many years that a decision of `day` gives (Bộ luật Dân sự 2015,
    Điều 147, 148).
    """
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
