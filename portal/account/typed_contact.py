"""An e-mail address or a Vietnamese mobile number, in one box, however it is spelt."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from forms import phones
from foundation.text import clean_code
from notifications import contact_codes
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind

LONGEST = 254  # characters of an address (RFC 5321)


class NotAContact(Exception):
    """Nothing that a code can be sent to; the text is a sentence for the page."""


def by_phone() -> bool:
    """Whether codes reach telephones here."""
    return contact_codes.reaches(ContactKind.PHONE)


def read(typed: str) -> Contact:
    """What was typed: "0912 345 678" and "+84 912 345 678" are one number. Raises NotAContact."""
    typed = typed.strip()
    if not typed:
        raise NotAContact(_ask())
    if "@" in typed:
        return _address(clean_code(typed))
    contact = _number(typed)
    if not by_phone():
        raise NotAContact(
            _("Trang này chưa gửi được tin nhắn tới điện thoại. Hãy nhập thư điện tử.")
        )
    return contact


def reaches(contact: Contact) -> bool:
    """Whether a code can go there from this site."""
    return contact_codes.reaches(contact.kind)


def found(typed: str) -> Contact | None:
    """The same where a name would do as well."""
    try:
        return _address(clean_code(typed)) if "@" in typed else _number(typed)
    except NotAContact:
        return None


def _ask() -> str:
    if by_phone():
        return _("Hãy nhập số điện thoại di động hoặc thư điện tử.")
    return _("Hãy nhập thư điện tử.")


def _address(typed: str) -> Contact:
    try:
        validate_email(typed)
    except ValidationError:
        typed = ""
    if not typed or len(typed) > LONGEST:
        raise NotAContact(_("Thư điện tử chưa đúng, ví dụ ten@example.vn."))
    return Contact(ContactKind.EMAIL, typed)


def _number(typed: str) -> Contact:
    number = phones.mobile(typed)
    if number is None:
        raise NotAContact(_("Hãy nhập số di động Việt Nam, ví dụ 0905 123 456, hoặc thư điện tử."))
    return Contact(ContactKind.PHONE, number)
