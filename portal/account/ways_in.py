"""What opens an account: the last of it is never taken away by its owner's own press."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organisations.accounts import contacts, provider_accounts
from organisations.contact_models import ContactKind
from organisations.models import User
from portal.account import passkeys
from portal.account.provider import configured

ONLY_ONE = _(
    "Đây là cách đăng nhập duy nhất của tài khoản. Hãy thêm thư điện tử, mật khẩu hoặc khóa truy"
    " cập trước."
)


@contextmanager
def held(user: User) -> Iterator[User]:
    """The account under its lock: two windows do not each take away what the other counts on."""
    with transaction.atomic():
        yield User.objects.select_for_update().get(pk=user.pk)


def is_opened(user: User, *, without_provider: str = "", without_passkey: int = 0) -> bool:
    """Whether something else opens it: a password, a proved address, a proved number with a second
    fact, a passkey, or another provider.
    """
    if user.has_usable_password() or contacts.is_proved(user, ContactKind.EMAIL):
        return True
    second_fact = bool(user.birth_date or user.identity_number)
    if second_fact and contacts.is_proved(user, ContactKind.PHONE):
        return True
    offered = {one.slug for one in configured.every()} - {without_provider}
    linked = {row.provider for row in provider_accounts.of(user)}
    return bool(offered & linked) or passkeys.of(user).exclude(pk=without_passkey).exists()
