"""Letters to the owner of an account: noted with the change they tell of, sent by
`notifications.account_letters`.
"""

from __future__ import annotations

from django.db import transaction
from django.dispatch import Signal

from organisations.account_models import AccountLetter, RightRequest
from organisations.models import User

#: Sent after commit with `pk`, the AccountLetter that is owed now. A lost ring costs the time to
#: the next sweep.
letter_owed = Signal()


def owe(
    person: User,
    kind: str,
    *,
    address: str = "",
    number: str = "",
    right: RightRequest | None = None,
) -> None:
    """Note that `person` is to be told; nothing where neither address nor number is known.

    `address`: where an earlier address of the account is to be told, not the one it has when the
    letter is sent. `number`: a mobile number that is told by SMS instead.
    """
    if not (address or number or person.email):
        return
    letter = AccountLetter.objects.create(
        person=person, kind=kind, address=address, number=number, right=right
    )
    transaction.on_commit(lambda: letter_owed.send(sender=AccountLetter, pk=letter.pk))
