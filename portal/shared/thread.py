"""A thread as a page shows it, to either side, and what was typed into its form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.http import HttpRequest

from conversation.models import LONGEST, Remark
from forms.models import StoredFile
from foundation.text import clean_text
from organisations.calendar.working_time import calendar_for
from portal.http.limits import Limit
from portal.shared.attached_papers import attached_by
from portal.wording.office_time import amount

#: What one person may send in a quarter of an hour and a day, over all threads.
A_QUARTER = Limit("remarks", 10, 900)
A_DAY = Limit("remarks a day", 40, 86_400)
MANY_DAYS = dt.timedelta(days=45)  # beyond it exact office time helps nobody


@dataclass(frozen=True)
class Shown:
    """One remark. `waited`: after how much office time it answered; "" of what answers nothing."""

    remark: Remark
    is_own_side: bool
    waited: str

    @property
    def files(self) -> list[StoredFile]:
        """What came with it."""
        return [one.file for one in self.remark.files.all()]


@dataclass
class Typed:
    """What was written, kept for a page that refuses it."""

    text: str = ""
    attached: list[StoredFile] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def files(self) -> list[str]:
        """Ids of the files that stay attached."""
        return [str(one.pk) for one in self.attached]


def shown(remarks: Iterable[Remark], to_office: bool) -> list[Shown]:
    """The thread for one of its sides."""
    return [Shown(one, one.of_office is to_office, _waited(one)) for one in remarks]


def _waited(remark: Remark) -> str:
    since = remark.waited_since
    if since is None or remark.at - since > MANY_DAYS:
        return ""
    return amount(calendar_for(remark.office).worked_between(since, remark.at))


def typed_by(request: HttpRequest, with_files: bool = True) -> Typed:
    """What the form brought; files are kept at once, so that a refusal does not lose them."""
    typed = Typed(clean_text(request.POST.get("text", ""))[: LONGEST + 1])
    if with_files:
        typed.attached, typed.errors = attached_by(request)
    key = request.POST.get("key", "")
    if len(key) == 32 and key.isalnum():
        typed.key = key
    return typed


def is_too_often(person: int) -> bool:
    """Count one remark of the person; True when there were too many."""
    taken: Sequence[bool] = [limit.take(str(person)) for limit in (A_QUARTER, A_DAY)]
    return not all(taken)
