"""Beginning an application: the one writer of new drafts, and how many of them one person may leave
unfinished.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from organisations.models import Authority, User
from workflows.errors import ActRefused
from workflows.models import Draft, Invitation, ProcedureVersion, Represented

FOR_OFFICERS = 10  # times as many: a counter takes in what people bring


def own(owner: User) -> QuerySet[Draft]:
    """What somebody wrote for themselves and has not filed."""
    return Draft.objects.filter(owner=owner, dossier__isnull=True, counter=None, office=None)


def drop(rows: QuerySet[Draft]) -> int:
    """Throw away those of `rows` that are not filed, and whom they invited; the number of drafts.

    Locked first: filing in another window either was before, and keeps what it filed, or finds
    nothing to file.
    """
    with transaction.atomic():
        # not the rows that were read: only those that are still unfiled once the lock is held
        unfiled = Draft.objects.select_for_update().filter(dossier__isnull=True)
        mine = unfiled.filter(pk__in=rows.values("pk")).order_by("pk")
        held = list(mine.values_list("pk", flat=True))
        Invitation.objects.filter(draft__in=held, dossier__isnull=True).delete()
        Draft.objects.filter(pk__in=held, dossier__isnull=True).delete()
        return len(held)


class TooManyDrafts(ActRefused):
    """The person has as many unfinished drafts as one may have."""


def begin(
    owner: User,
    version: ProcedureVersion,
    answers: dict[str, Any],
    *,
    counter: Authority | None = None,
    office: Authority | None = None,
    channel: str = "",
    represented: Represented | None = None,
) -> Draft:
    """A new draft with what is known already. `counter`, `office`: where an officer writes it;
    `represented`: whom the owner files for.
    Raises TooManyDrafts.
    """
    most = settings.DRAFTS_A_PERSON * (FOR_OFFICERS if counter or office else 1)
    with transaction.atomic():
        demand_room(owner, most)
        return Draft.objects.create(
            owner=owner,
            version=version,
            answers=answers,
            counter=counter,
            office=office,
            channel=channel,
            represented=represented,
        )


def demand_room(owner: User, most: int | None = None) -> None:
    """One draft more is not too many. In a transaction. Raises TooManyDrafts."""
    most = settings.DRAFTS_A_PERSON if most is None else most
    # two windows count one after the other
    User.objects.select_for_update().only("pk").get(pk=owner.pk)
    if Draft.objects.filter(owner=owner, dossier__isnull=True).count() >= most:
        raise TooManyDrafts(_too_many(most))


def _too_many(most: int) -> str:
    words = _(
        "Bạn đang có %(most)d hồ sơ viết dở. Hãy nộp hoặc xóa bớt ở trang “Hồ sơ của tôi”, rồi bắt"
        " đầu hồ sơ mới."
    )
    return words % {"most": most}
