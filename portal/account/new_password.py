"""What is typed as a new password, twice."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

LONGEST = 200  # characters of a password


def typed_wrong(request: HttpRequest) -> dict[str, str]:
    """A sentence for the input that is wrong before any rule about passwords is asked."""
    first, second = (request.POST.get(name, "") for name in ("new_password1", "new_password2"))
    if not first:
        return {"new_password1": _("Hãy nhập mật khẩu mới.")}
    if len(first) > LONGEST:
        return {"new_password1": _("Mật khẩu dài nhất %(number)d ký tự.") % {"number": LONGEST}}
    if first != second:
        return {"new_password2": _("Hai lần nhập mật khẩu mới không giống nhau.")}
    return {}
