"""The first people of a site, named on the server: whoever grants rights in the administration must
be there first.

Every later right goes the ordinary way; so naming another administrator, or another head of an
authority that has one, needs a reason, and the reason stands in the log of changes. Nobody types a
password for anybody: the person gets a link that works once
(`organisations.accounts.password_links`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.text import clean_line
from organisations import roles
from organisations.models import Authority, RoleAssignment, User
from protection import security_log


class NotFirst(Exception):
    """Somebody has the right already, so another gets it in the administration; the text is a
    sentence.
    """


@dataclass(frozen=True)
class Named:
    """Who is named: user name, full name and the mailbox that the account belongs to."""

    username: str
    full_name: str
    email: str


@transaction.atomic
def appoint_administrator(who: Named, account: str, reason: str = "") -> User:
    """Make the person an administrator; `account` says who sat at the machine. Raises NotFirst,
    ValidationError.

    The same again changes nothing.
    """
    person = _person(who, account)
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if others.exists() and not reason:
        raise NotFirst(_("Đã có quản trị viên; người sau được cấp quyền trong trang quản trị."))
    if not person.is_superuser:
        person.is_staff = person.is_superuser = True
        person.save(update_fields=["is_staff", "is_superuser"])
        _write_down(person, person, account, _("quản trị viên"), reason)
        security_log.note("right_granted", account=person.pk, kind="POWERS", alone=True)
    return person


@transaction.atomic
def appoint_head(who: Named, authority: Authority, account: str, reason: str = "") -> User:
    """Make the person head of the authority from today on, once. Raises NotFirst,
    ValidationError.
    """
    person = _person(who, account)
    today = timezone.localdate()
    heads = RoleAssignment.objects.filter(
        role_id=roles.HEAD, authority=authority, user__is_active=True
    )
    heads = heads.exclude(valid_to__lt=today)
    if heads.filter(user=person).exists():
        return person
    if heads.exists() and not reason:
        raise NotFirst(
            _("{authority} đã có lãnh đạo; người sau được cấp quyền trong phần mềm.").format(
                authority=authority
            )
        )
    given = RoleAssignment.objects.create(
        user=person, role_id=roles.HEAD, authority=authority, valid_from=today
    )
    _write_down(person, given, account, _("lãnh đạo"), reason)
    return person


def _person(who: Named, account: str) -> User:
    """The account; a new one has no password. Of one that is there name and mailbox must be the
    same.
    """
    name, email = clean_line(who.full_name), who.email.strip()
    validate_email(email)
    known = User.objects.select_for_update().filter(username=who.username).first()
    if known is None:
        person = User(username=who.username, full_name=name, email=email)
        person.set_unusable_password()
        person.full_clean(exclude=["password"])
        person.save()
        _write_down(person, person, account, _("tài khoản mới"), "")
        return person
    if not known.is_active or known.is_demo:
        raise ValidationError(_("Tài khoản này đã đóng, hoặc là của bản dùng thử."))
    if (known.full_name, known.email.lower()) != (name, email.lower()):
        raise ValidationError(
            _("Tên đăng nhập này là của người khác, hoặc họ tên, thư điện tử ghi khác.")
        )
    return known


def _write_down(person: User, row: models.Model, account: str, what: str, reason: str) -> None:
    """In the log of the administration, where every right that is given stands."""
    message = _("Đặt bằng lệnh trên máy chủ ({account}): {what}").format(account=account, what=what)
    LogEntry.objects.create(
        user=person,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row)[:200],
        action_flag=ADDITION,
        change_message=f"{message}. {reason}" if reason else message,
    )
