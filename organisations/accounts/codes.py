"""Six digits that prove a contact: sent there, given back in the browser that asked, once.

The code is a keyed hash (RFC 2104) over the row's nonce, so that neither database nor broker nor
log has it; whoever sends makes it, whoever compares makes it again. The row is found through the
session of the browser that asked: a code that was forwarded opens nothing in another one.
"""

from __future__ import annotations

import datetime as dt
import enum

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactProof
from organisations.models import User

DIGITS = 6
TRIES = 5  # of 10^6 codes
TO_GO_ON = dt.timedelta(hours=1)  # after the code was given: to fill in the rest
KEPT = dt.timedelta(days=1)  # rows that are over
_SALT = "organisations.contact-code"

#: Sent after commit with `pk`, the ContactProof whose code is owed now.
code_owed = Signal()


class Given(enum.Enum):
    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over: too many tries, too late, or given before"


def begin(
    purpose: str,
    contact: Contact,
    letter: str,
    person: User | None = None,
    ends_at: dt.datetime | None = None,
) -> ContactProof:
    """Write down that a code is owed to `contact`, another letter, or nothing.

    `ends_at`: until when it is worth sending; CODE_MINUTES from now where nothing is said.
    """
    now = timezone.now()
    Proof, nothing = ContactProof, letter == ContactProof.Letter.NOTHING
    with transaction.atomic():
        Proof.objects.filter(ends_at__lt=now - KEPT).delete()
        proof = Proof.objects.create(
            purpose=purpose,
            kind=contact.kind,
            index=contact.index,
            address=contact.value,
            person=person,
            letter=letter,
            nonce=get_random_string(32),
            ends_at=ends_at or now + dt.timedelta(minutes=settings.CODE_MINUTES),
            state=Proof.State.SENT if nothing else Proof.State.PENDING,
        )
        transaction.on_commit(lambda: code_owed.send(sender=Proof, pk=proof.pk))
    return proof


def code_of(proof: ContactProof) -> str:
    """What is sent; to be shown nowhere else."""
    digest = salted_hmac(_SALT, proof.nonce, algorithm="sha256").hexdigest()
    return f"{int(digest, 16) % 10**DIGITS:0{DIGITS}d}"


def give(proof: ContactProof, typed: str) -> Given:
    """Take one try, counted before it is compared: many at once get no more than one by one."""
    rows = ContactProof.objects.filter(
        pk=proof.pk, given_at__isnull=True, ends_at__gt=timezone.now()
    )
    if not rows.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        return Given.OVER
    right = constant_time_compare(typed, code_of(proof))
    if proof.letter != ContactProof.Letter.CODE or not right:
        return Given.WRONG
    now = timezone.now()
    given = rows.update(given_at=now, ends_at=now + TO_GO_ON)
    return Given.RIGHT if given else Given.OVER


def tries_left(proof: ContactProof) -> int:
    """How often one may still try."""
    tries = ContactProof.objects.values_list("tries", flat=True).filter(pk=proof.pk).first()
    return max(0, TRIES - (TRIES if tries is None else tries))


def living(pk: int) -> ContactProof | None:
    """The row while it has not ended and was not used."""
    rows = ContactProof.objects.select_related("person")
    return rows.filter(pk=pk, used_at__isnull=True, ends_at__gt=timezone.now()).first()


def use(proof: ContactProof) -> bool:
    """Use up a proof whose code was given; False where it was used meanwhile, or is over."""
    now = timezone.now()
    fresh = Q(used_at__isnull=True, given_at__isnull=False, ends_at__gt=now)
    return bool(ContactProof.objects.filter(fresh, pk=proof.pk).update(used_at=now))
