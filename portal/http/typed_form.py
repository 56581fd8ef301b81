"""What somebody typed into the form that was sent: to be shown again, or sent again, when it was
not received.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import HttpRequest

#: Inputs of the site's own; never written into a page or kept.
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of an input
#: What is typed anew each time.
SECRET = frozenset(
    {
        "password",
        "password1",
        "password2",
        "old_password",
        "new_password1",
        "new_password2",
        "code",
        "factor_code",
    }
    | {"otp", "token"}
)
#: What the page itself put there: nobody typed it.
MACHINE = frozenset(
    {TOKEN, "typed-for", "shown", "key", "do-key", "do-entry", "do-attached", "next", "xem", "tep"}
)
#: Ends of names under which a part of a person or an address is chosen from a list, by its code.
CHOSEN = (".document", ".sex", ".country", ".province", ".ward")
#: The value of a button or a choice, a key, a number of a row.
_CODED = re.compile(r"[a-z_.:-]*|\d{1,3}|[0-9a-f-]{32,36}")


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """The form's inputs, name and value, in their order; passwords and codes left out, files too.
    [] for a GET.
    """
    if request.method != "POST":
        return []
    try:
        sent = request.POST
    except Exception:  # what arrived could not even be read or kept: its fields are unknown
        return []
    return [
        (name, str(value))
        for name, values in sent.lists()
        if name not in SECRET
        for value in values
    ]


def words_in(request: HttpRequest) -> list[str]:
    """What a person has written, for a page that has no form to show it in."""
    return list(_words(typed_in(request)))


def _words(typed: list[tuple[str, str]]) -> Iterator[str]:
    for name, value in typed:
        if (
            name not in MACHINE
            and not name.endswith((".count", *CHOSEN))
            and not _CODED.fullmatch(value.strip())
        ):
            yield value.strip()


def sent_files(request: HttpRequest) -> bool:
    """Whether files came along; they have to be chosen anew."""
    return bool(getattr(request, "_files", None))
