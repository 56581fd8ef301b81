"""A person's name as they type it into a form of their account."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from foundation.text import clean_line

LONGEST = 150  # letters, as the column


def read_name(request: HttpRequest, field: str = "full_name", missing: str = "") -> tuple[str, str]:
    """The name in a field, and what is wrong with it ("" for nothing).

    `missing`: the sentence where there is none.
    """
    name = clean_line(request.POST.get(field, ""))
    if not name:
        return name, missing or _("Hãy nhập họ và tên.")
    if len(name) > LONGEST:
        return name, _("Họ và tên dài nhất %(number)d ký tự.") % {"number": LONGEST}
    return name, ""
