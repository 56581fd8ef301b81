"""Licences from paper: entered, compared by a second person, and put right by an entry in the place
of a wrong one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.text import clean_text, fold
from organisations.models import Authority, User
from registers import grants, symbols
from registers.grant_models import Grant, GrantState
from registers.grants import Decision, GrantRefused, What
from registers.paper_models import PaperCheck, PaperEntry, PaperImport

EARLIEST = dt.date(1945, 9, 2)
MUST = {
    "symbol": gettext_lazy("Hãy ghi số quyết định."),
    "authority_name": gettext_lazy("Hãy ghi cơ quan cấp."),
    "holder": gettext_lazy("Hãy ghi tên cơ sở."),
}
LENGTHS = {"symbol": 60, "authority_name": 200, "holder": 200, "commune": 150, "title": 200}


@dataclass(frozen=True)
class Paper:
    """What stands on the paper, as people read it; `title` and `book` are the kind of licence."""

    book: str
    title: str
    symbol: str
    decided_on: dt.date
    authority_name: str  # as it was called on the paper
    holder: str
    commune: str = ""
    content: str = ""  # lines "name: what"
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def faults(self) -> dict[str, str]:
        """Field → sentence for everything that no paper can say; empty when it can be entered."""
        found = {name: str(sentence) for name, sentence in MUST.items() if not getattr(self, name)}
        if self.symbol and not any(map(str.isdigit, self.symbol)):
            found["symbol"] = _("Số quyết định phải có chữ số, ví dụ 214/QĐ-SGDĐT.")
        for name, longest in LENGTHS.items():
            if len(getattr(self, name)) > longest:
                found[name] = _("Dài quá %(longest)s ký tự.") % {"longest": longest}
        if not EARLIEST <= self.decided_on <= timezone.localdate():
            found["decided_on"] = _("Ngày quyết định phải từ 02/09/1945 đến hôm nay.")
        if self.valid_to and self.valid_to < (self.valid_from or self.decided_on):
            found["valid_to"] = _("Ngày hết hiệu lực phải sau ngày bắt đầu.")
        return found

    def decision(self, keeper: Authority) -> Decision:
        """By `keeper`, who stands today where the authority on the paper stood."""
        return Decision(keeper, self.authority_name, self.symbol, self.decided_on)

    def what(self) -> What:
        """As the book keeps it; a school of this site is told by its name."""
        return What(
            book=self.book,
            title=self.title,
            holder=self.holder,
            holder_authority=_school(self.holder),
            commune=self.commune,
            content=self.content,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


def _school(name: str) -> Authority | None:
    named = [
        one
        for one in Authority.objects.filter(kind=Authority.Kind.SCHOOL)
        if fold(one.name) == fold(name)
    ]
    return named[0] if len(named) == 1 else None


def known(paper: Paper, keeper: Authority) -> Grant | None:
    """What the keeper's book has under this number of that day by that authority."""
    rows = grants.in_the_book().filter(
        book=paper.book,
        authority=keeper,
        symbol_key=symbols.key(paper.symbol),
        decided_on=paper.decided_on,
    )
    return next(
        (one for one in rows if fold(one.authority_name) == fold(paper.authority_name)), None
    )


def differences(earlier: Grant, paper: Paper) -> list[str]:
    """Names of the fields in which the entry says something else; spelling in capitals is nothing
    else.
    """
    found = [
        name
        for name in ("holder", "commune", "content")
        if fold(getattr(earlier, name)) != fold(getattr(paper, name))
    ]
    begins = paper.valid_from or paper.decided_on
    found += ["valid_from"] if earlier.valid_from != begins else []
    return found + (["valid_to"] if earlier.valid_to != paper.valid_to else [])


def take_turns(keeper: Authority) -> None:
    """One at a time writes papers into a keeper's book, so that nothing is entered twice. In a
    transaction.
    """
    Authority.objects.select_for_update(of=("self",), no_key=True).get(pk=keeper.pk)


@transaction.atomic
def enter(
    paper: Paper,
    keeper: Authority,
    by: User | None,
    run: PaperImport | None = None,
    row: int | None = None,
) -> Grant:
    """Enter a licence from its paper. Raises GrantRefused for what the book has, or what no paper
    can say.
    """
    take_turns(keeper)
    _demand_sound(paper)
    if known(paper, keeper):
        raise GrantRefused(_("Sổ đã có số %(symbol)s ngày %(day)s.") % _numbered(paper))
    granted = grants.enter(paper.what(), paper.decision(keeper))
    PaperEntry.objects.create(grant=granted, entered_by=by, run=run, row=row)
    return granted


@transaction.atomic
def correct(granted: Grant, paper: Paper, by: User, reason: str) -> Grant:
    """Enter what the paper really says in the place of an entry that is wrong; both stay, states
    since go along.

    Raises GrantRefused for an entry that is not from paper or has been put right already, and
    without a reason.
    """
    locked = (
        Grant.objects.select_for_update(of=("self",)).select_related("authority").get(pk=granted.pk)
    )
    take_turns(locked.authority)
    if (
        not PaperEntry.objects.filter(grant=locked).exists()
        or PaperEntry.objects.filter(replaces=locked).exists()
    ):
        raise GrantRefused(_("Chỉ đính chính được dòng nhập từ bản giấy chưa có dòng khác thay."))
    if not (reason := clean_text(reason)):
        raise GrantRefused(_("Hãy ghi lý do đính chính."))
    _demand_sound(paper)
    other = known(paper, locked.authority)
    if other is not None and other.pk != locked.pk:
        raise GrantRefused(_("Sổ đã có số %(symbol)s ngày %(day)s.") % _numbered(paper))
    after = grants.enter(paper.what(), paper.decision(locked.authority))
    PaperEntry.objects.create(grant=after, entered_by=by, replaces=locked, reason=reason)
    _carry_over(locked, after)
    return after


def _carry_over(before: Grant, after: Grant) -> None:
    """The decisions since, as they were; a content or end that only repeated the wrong entry is the
    right one now.
    """
    for state in before.states.order_by("pk")[1:]:
        state.pk, state._state.adding = None, True
        state.grant = after
        state.content = after.content if state.content == before.content else state.content
        state.valid_to = after.valid_to if state.valid_to == before.valid_to else state.valid_to
        state.save(force_insert=True)
    last = GrantState.objects.filter(grant=after).order_by("pk").last()
    if last is not None:
        grants.plan(after, last.valid_to, ())


@transaction.atomic
def confirm(granted: Grant, by: User) -> PaperCheck:
    """A second person compared the entry with the paper. Raises GrantRefused for whoever entered
    it.
    """
    entry = PaperEntry.objects.select_related("grant").get(grant=granted)
    if entry.entered_by_id == by.pk:
        raise GrantRefused(_("Người khác phải đối chiếu: dòng này do chính bạn nhập."))
    return PaperCheck.objects.get_or_create(entry=entry, defaults={"by": by})[0]


def _demand_sound(paper: Paper) -> None:
    if faults := paper.faults():
        raise GrantRefused(next(iter(faults.values())))


def _numbered(paper: Paper) -> dict[str, str]:
    return {"symbol": paper.symbol, "day": f"{paper.decided_on:%d/%m/%Y}"}
