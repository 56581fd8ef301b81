"""How surely the portal knows who gave a mandate: by an account at an identity provider that states
the same name, or by no more than the contact to which the code went.
"""

from __future__ import annotations

from typing import TypedDict

from django.utils.translation import gettext as _

from foundation.text import is_same_name
from organisations.accounts import provider_accounts
from organisations.accounts.assurance import NAMES, at_least
from workflows.definition import Definition
from workflows.errors import WrongState
from workflows.models import Dossier, Entry, Represented


class Known(TypedDict):
    """The provider and the level of the giver's account there; both "" where there is none."""

    provider: str
    level: str


class GivenBy(TypedDict):
    """What the entry of filing under a mandate says."""

    giver: Known


def demand(represented: Represented | None, definition: Definition) -> GivenBy | None:
    """Who gave the mandate is known as surely as the procedure asks of who files; None where nobody
    gave one. Raises WrongState.
    """
    if represented is None or represented.person is None:
        return None
    known = Known(provider="", level="")
    for row in provider_accounts.of(represented.person):
        names_them = is_same_name(row.facts.get("name", ""), represented.name)
        if names_them and (not known["provider"] or at_least(row.level, known["level"])):
            known = Known(provider=row.provider, level=row.level)
    needed = definition.assurance or ""
    if not at_least(known["level"], needed):
        words = _(
            "Thủ tục này cần người ủy quyền có tài khoản định danh %(level)s, mang đúng họ tên này."
            " Hãy nhờ họ đăng nhập bằng tài khoản đó, hoặc tự nộp."
        )
        raise WrongState(words % {"level": NAMES.get(needed, needed)})
    return GivenBy(giver=known)


def sentence(dossier: Dossier) -> str:
    """For who decides: how the giver was known when it was filed; "" where nobody gave a
    mandate.
    """
    if dossier.represented_id is None:
        return ""
    entry = Entry.objects.filter(dossier=dossier, act="submit").first()
    known = entry.data.get("giver") if entry is not None else None
    if known is None:
        return ""
    if not known["provider"]:
        return _("Họ tên người ủy quyền do hai bên tự khai; mới xác nhận qua liên hệ của họ.")
    name = provider_accounts.name_of(known["provider"])
    level = NAMES.get(known["level"])
    said = f"{name} ({level})" if level else name
    return _("Họ tên người ủy quyền đã được %(name)s xác nhận.") % {"name": said}
