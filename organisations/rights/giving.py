"""What a right is once it is granted: a role, a contact, powers over the site, an account for fees.

Called in the granting transaction (`rights.requests.grant`) and nowhere else.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.account_models import AccountLetter, RightRequest
from organisations.accounts import former_contacts, letters
from organisations.models import RoleAssignment, User
from organisations.rights import power_names
from protection import security_log

Kind, Letter = RightRequest.Kind, AccountLetter.Kind
POWERS = ("is_staff", "is_superuser")
#: Sent in the granting transaction with `request`, whose account is to be the authority's; who
#: keeps the accounts writes it, and what was there into `request.account["before"]`.
account_granted = Signal()


class NotGranted(Exception):
    """Who decides may not, or no longer; the text is a sentence for them."""


def _give_role(request: RightRequest) -> None:
    begins = max(request.valid_from or timezone.localdate(), timezone.localdate())
    if request.valid_to and request.valid_to < begins:
        raise NotGranted(_("Thời gian đề nghị đã qua."))
    same = {
        "user": request.person,
        "role": request.role,
        "authority": request.authority,
        "valid_from": begins,
    }
    request.given, _made = RoleAssignment.objects.get_or_create(
        **same, defaults={"valid_to": request.valid_to}
    )


def _give_contact(request: RightRequest) -> None:
    change_contact(_somebody(request), request.email, request.phone)


def change_contact(person: User, email: str, phone: str) -> None:
    """Write the new address and phone; the old mailbox is told, and links sent before are dead.

    What was proved and is stated no more is free.
    """
    before = person.email
    with transaction.atomic():
        if email != before:
            person.email_given_at = timezone.now()
        person.email, person.phone = email, phone
        person.save(update_fields=["email", "email_given_at", "phone", "phone_index", "sealed_key"])
        former_contacts.let_go(person)
        letters.owe(person, Letter.CONTACT_CHANGED, address=before)
    security_log.note("contact_changed", account=person.pk)


def _give_powers(request: RightRequest) -> None:
    person, given = _somebody(request), request.powers
    groups, asked = given.get("groups", []), given.get("contents", {})
    # as `admin.groups` locks them
    locked = [one.pk for one in Group.objects.select_for_update().filter(pk__in=groups)]
    if {str(pk) for pk in groups} != asked.keys() or power_names.contents(locked) != asked:
        raise NotGranted(
            _("Nhóm quyền đã đổi sau khi đề nghị; hãy rút đề nghị này và đề nghị lại.")
        )
    for name in POWERS:
        setattr(person, name, bool(given.get(name)))
    person.save(update_fields=list(POWERS))
    person.groups.set(groups)
    person.user_permissions.set(Permission.objects.filter(pk__in=given.get("permissions", [])))


def _give_account(request: RightRequest) -> None:
    account_granted.send(sender=RightRequest, request=request)


GIVING = {
    Kind.ROLE: _give_role,
    Kind.CONTACT: _give_contact,
    Kind.POWERS: _give_powers,
    Kind.PAYEE: _give_account,
}


def _somebody(request: RightRequest) -> User:
    if request.person is None:  # the database holds no such row
        raise NotGranted
    return request.person
